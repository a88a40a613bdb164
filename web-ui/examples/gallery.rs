//! Writes every page, with invented content, into a folder, to be looked at in a browser:
//! `cargo run -p knutepunkt-web-ui --example gallery -- /tmp/gallery`.

use std::path::Path;
use std::{env, fs, io};

use knutepunkt_web_ui::{Lang, assets};

#[path = "../tests/content/mod.rs"]
mod content;

fn main() -> io::Result<()> {
    let Some(folder) = env::args().nth(1) else {
        return Err(io::Error::other("name the folder to write to"));
    };
    let folder = Path::new(&folder);
    for lang in Lang::OFFERED {
        let under = folder.join(lang.code());
        fs::create_dir_all(&under)?;
        fs::write(under.join("style.css"), assets::STYLESHEET)?;
        fs::write(under.join("knutepunkt.js"), assets::SCRIPT)?;
        for page in content::pages(content::Words { instead: None }, lang) {
            let html = page.html.replace(assets::stylesheet_path(), "style.css").replace(assets::script_path(), "knutepunkt.js");
            fs::write(under.join(format!("{}.html", page.name)), html)?;
        }
    }
    Ok(())
}
