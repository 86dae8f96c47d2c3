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
