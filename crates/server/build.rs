//! Lists the built web client for the compiler: `webapp/embed`, which holds each file of the build and beside it what is
//! sent to browsers that take gzip or brotli.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let built = manifest.join("../../webapp/embed").canonicalize()?;
    println!("cargo::rerun-if-changed={}", built.display());
    let mut files = Vec::new();
    collect(&built, &mut files)?;
    files.sort();
    let mut table = String::from("static FILES: &[Embedded] = &[\n");
    for file in files.iter().filter(|file| !is_compressed(file)) {
        let name = file.strip_prefix(&built).expect("what was collected lies below").to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let plain = file.to_string_lossy();
        let (gzip, brotli) = (beside(file, "gz"), beside(file, "br"));
        writeln!(
            table,
            "    Embedded {{ path: {name:?}, plain: include_bytes!({plain:?}), gzip: {gzip}, brotli: {brotli} }},"
        )
        .expect("a string takes everything");
    }
    table.push_str("];\n");
    fs::write(Path::new(&env::var_os("OUT_DIR").expect("cargo says where output goes")).join("webapp.rs"), table)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn is_compressed(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "gz" || ending == "br")
}

/// The compressed file beside a file, as an expression.
fn beside(file: &Path, ending: &str) -> String {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    if Path::new(&name).exists() {
        format!("Some(include_bytes!({:?}))", name.to_string_lossy())
    } else {
        "None".to_owned()
    }
}
