//! Which packs these are: names, versions and digests.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// A folder of packs by name, version and content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The folder's name: a language, or `ontology`, `world`, `web`.
    pub name: String,
    /// The version that its `pack.toml` gives; empty where it has none.
    pub version: String,
    /// The first 16 hexadecimal digits of the sha256 over its files' names and bytes.
    pub digest: String,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.version.is_empty() {
            write!(f, " {}", self.version)?;
        }
        write!(f, " {}", self.digest)
    }
}

/// The versions of all packs in a folder of packs, sorted by name.
///
/// The template of new packs, whose name begins with `_`, codes nothing and is none of them.
///
/// # Errors
///
/// Where a file cannot be read.
pub fn versions(root: &Path) -> io::Result<Vec<Version>> {
    let mut all = Vec::new();
    for folder in sorted(root)? {
        if folder.is_dir() && !name(&folder).starts_with('_') {
            all.push(version(&folder)?);
        }
    }
    Ok(all)
}

fn version(folder: &Path) -> io::Result<Version> {
    #[derive(serde::Deserialize)]
    struct Named {
        version: String,
    }
    let meta = fs::read_to_string(folder.join("pack.toml")).unwrap_or_default();
    let named: Option<Named> = toml::from_str(&meta).ok();
    let mut hash = Sha256::new();
    feed(folder, folder, &mut hash)?;
    let digest = hash.finalize();
    Ok(Version {
        name: name(folder),
        version: named.map_or_else(String::new, |n| n.version),
        digest: digest[..8].iter().map(|b| format!("{b:02x}")).collect(),
    })
}

/// Every file under a folder: its name from `root`, its length and its bytes, in order of names.
fn feed(root: &Path, folder: &Path, hash: &mut Sha256) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            feed(root, &path, hash)?;
            continue;
        }
        let bytes = fs::read(&path)?;
        let parts = path.strip_prefix(root).unwrap_or(&path).components();
        for part in parts {
            hash.update(part.as_os_str().as_encoded_bytes());
            hash.update([0]);
        }
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    Ok(())
}

/// What is in a folder, but for hidden files, sorted.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !name(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
