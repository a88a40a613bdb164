//! The thin slice: three hubs publish, agree, and forget what is withdrawn.
#![allow(missing_docs)]
use knutepunkt_tests::sim::office::Words;
use knutepunkt_tests::sim::world::{Deed, World};

fn words(world: &mut World, fields: &[&str]) -> Words {
    fields.iter().map(|field| ((*field).to_owned(), world.chronicle.word())).collect()
}

#[test]
fn three_hubs_publish_agree_and_forget() {
    let mut world = World::found(1, &["tromso", "bergen", "hamar"], None);
    let havet = world.prepare("havet", "story", 0, None);
    let said = words(&mut world, &["title", "body"]);
    assert!(matches!(world.publish(0, havet, &said), Deed::Done(Ok(_))));
    world.settle();
    world.judge();
    assert_eq!(world.violations, Vec::<String>::new());
    println!("{:?}", world.withdraw_by_code(1, havet));
    world.settle();
    world.judge();
    assert_eq!(world.violations, Vec::<String>::new());
    assert_eq!(world.citizens().len(), 3);
    println!("{:?} {:?}", world.chronicle.figures, world.trace.events());
}
