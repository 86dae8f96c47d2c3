//! Trained weights: `LANG/weights/NAME.bin`, and `NAME.toml` beside it that says what they are.

use risalah_doc::Lang;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{At, Files};

/// A description of weights.
pub(crate) trait About: DeserializeOwned {
    /// The digest of the weights that are described, as [`digest`] writes it.
    fn sha256(&self) -> &str;
}

/// Weights as described, their bytes not yet read into a model.
pub(crate) struct Weights<T> {
    pub(crate) about: T,
    pub(crate) bytes: Vec<u8>,
    /// Where the description stands, and the weights.
    pub(crate) at: [At; 2],
}

/// Reads weights of this name; `None` where there are none, a fault where the digest is another.
pub(crate) fn read<T: About>(files: &mut Files, lang: Lang, name: &str) -> Option<Weights<T>> {
    let path = format!("{lang}/weights/{name}.toml");
    if !files.has(&path) {
        return None;
    }
    let (about, _) = files.toml::<T>(&path)?;
    let weights = format!("{lang}/weights/{name}.bin");
    let bytes = files.bytes(&weights)?;
    let digest = digest(&bytes);
    if digest != about.sha256() {
        let what = format!("has the digest {digest}, {path} says {}", about.sha256());
        files.fault(Files::at(&weights, 0), what);
        return None;
    }
    Some(Weights {
        about,
        bytes,
        at: [Files::at(&path, 0), Files::at(&weights, 0)],
    })
}

/// The SHA-256 of the bytes in small hexadecimal letters.
pub fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::fs;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Told {
        sha256: String,
    }

    impl About for Told {
        fn sha256(&self) -> &str {
            &self.sha256
        }
    }

    #[test]
    fn bytes_other_than_those_described_are_refused() {
        let root = std::env::temp_dir().join(format!("risalah-weights-{}", std::process::id()));
        let folder = root.join("en/weights");
        fs::create_dir_all(&folder).unwrap();
        let about = format!("sha256 = \"{}\"\n", digest(b"as trained"));
        fs::write(folder.join("names.toml"), about).unwrap();
        let lang = Lang::parse("en").unwrap();
        let read_with = |bytes: &[u8]| {
            fs::write(folder.join("names.bin"), bytes).unwrap();
            let mut files = Files::new(&root);
            let read = read::<Told>(&mut files, lang, "names").is_some();
            (read, files.into_faults().len())
        };
        assert_eq!(read_with(b"as trained"), (true, 0));
        assert_eq!(read_with(b"as trained, and changed"), (false, 1));
        fs::remove_dir_all(&root).unwrap();
    }
}
