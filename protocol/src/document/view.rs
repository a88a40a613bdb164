//! The view: what a set of changes says, as registers with all the values that stand in them (specification §4.6).
//!
//! Reading is bounded whatever the document contains: nesting beyond [`limits::VALUE_DEPTH`] and values beyond
//! [`limits::VALUE_NODES`] are shown as absent.

use super::change::{self, ChangeError};
use crate::limits;
use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as AutomergeValue};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// One value of a register, and the actor that wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The value.
    pub value: Value,
    /// The actor of the change that wrote it: node key, and hash of the change without its own hash.
    pub actor: Vec<u8>,
}

/// A field: the value that is shown, and those that others wrote at the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Automerge's winner: the same at everyone who has the same changes.
    pub shown: Written,
    /// The other values; empty unless two wrote at once and nobody has settled it.
    pub others: Vec<Written>,
}

impl Register {
    /// Every value that stands, the shown one first.
    pub fn values(&self) -> impl Iterator<Item = &Value> + Clone {
        core::iter::once(&self.shown.value).chain(self.others.iter().map(|written| &written.value))
    }
}

/// What a document says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Its fields.
    pub registers: BTreeMap<String, Register>,
}

impl View {
    /// Reads exactly these changes, which the guard has passed.
    pub fn read(chunks: &[Vec<u8>]) -> Result<View, ChangeError> {
        let document = change::load(chunks)?;
        change::guarded(|| {
            let mut reader = ValueReader { document: &document, left: limits::VALUE_NODES };
            let mut registers = BTreeMap::new();
            for name in document.keys(ROOT) {
                if let Some(register) = reader.register(&name) {
                    registers.insert(name, register);
                }
            }
            Ok(View { registers })
        })
    }

    /// The values that are shown, by field.
    pub fn content(&self) -> crate::kinds::Content {
        self.registers.iter().map(|(name, register)| (name.clone(), register.shown.value.clone())).collect()
    }
}

struct ValueReader<'a> {
    document: &'a Automerge,
    left: usize,
}

impl ValueReader<'_> {
    fn register(&mut self, name: &str) -> Option<Register> {
        // Automerge lists conflicting values in ascending order; the last one wins.
        let mut values = self.document.get_all(ROOT, name).ok()?;
        let (winner, id) = values.pop()?;
        let shown = self.written(winner, &id)?;
        let others = values.into_iter().rev().filter_map(|(value, id)| self.written(value, &id)).collect();
        Some(Register { shown, others })
    }

    fn written(&mut self, value: AutomergeValue<'_>, id: &ObjId) -> Option<Written> {
        let actor = match id {
            ObjId::Id(_, actor, _) => actor.to_bytes().to_vec(),
            ObjId::Root => Vec::new(),
        };
        Some(Written { value: self.value(value, id, limits::VALUE_DEPTH)?, actor })
    }

    /// A value as JSON; the recursion is at most [`limits::VALUE_DEPTH`] deep.
    fn value(&mut self, value: AutomergeValue<'_>, id: &ObjId, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        let object = match value {
            AutomergeValue::Scalar(scalar) => return Some(json(&scalar)),
            AutomergeValue::Object(object) => object,
        };
        if depth == 0 {
            return None;
        }
        Some(match object {
            ObjType::Map | ObjType::Table => {
                let mut fields = Map::new();
                for key in self.document.keys(id) {
                    if let Ok(Some((value, id))) = self.document.get(id, key.as_str())
                        && let Some(value) = self.value(value, &id, depth - 1)
                    {
                        fields.insert(key, value);
                    }
                }
                Value::Object(fields)
            }
            ObjType::List => {
                let mut items = Vec::new();
                for item in self.document.list_range(id, ..) {
                    if self.left == 0 {
                        break;
                    }
                    items.extend(self.value(item.value.to_owned().into(), &item.id(), depth - 1));
                }
                Value::Array(items)
            }
            ObjType::Text => Value::String(self.document.text(id).ok()?),
        })
    }
}

fn json(scalar: &ScalarValue) -> Value {
    match scalar {
        ScalarValue::Str(it) => Value::String(it.to_string()),
        ScalarValue::Int(it) | ScalarValue::Timestamp(it) => Value::from(*it),
        ScalarValue::Uint(it) => Value::from(*it),
        ScalarValue::F64(it) => Number::from_f64(*it).map_or(Value::Null, Value::Number),
        ScalarValue::Boolean(it) => Value::Bool(*it),
        ScalarValue::Counter(it) => Value::from(i64::from(it)),
        ScalarValue::Null | ScalarValue::Bytes(_) | ScalarValue::Unknown { .. } => Value::Null,
    }
}
