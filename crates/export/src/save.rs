//! Exports as files and folders: written under another name and moved in place when whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use risalah_store::{Digest, Filter};
use sha2::{Digest as _, Sha256};

use crate::manifest::{self, What, Written};
use crate::{Counts, Error, Format, Row, Sink, Source};

/// The folder of Parquet rows without a day, by hive's name for nothing.
const NO_YEAR: &str = "year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__";

impl Source<'_> {
    /// Saves an export with its manifest and codebook.
    ///
    /// `path` is a file, beside which both lie; for Parquet a folder of hive partitions
    /// (`year=2022/month=1/part-0.parquet`, by the day that rows are ordered by), for GDELT a
    /// folder with `events.export.CSV` and `mentions.CSV`; in folders they are `_manifest.json`
    /// and `_codebook.md`. A file is put in the
    /// place of one of its name; a folder that is there already is refused.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read or the files cannot be written; then nothing of the name is
    /// changed.
    pub fn save(&self, filter: &Filter, what: What, path: &Path) -> Result<Counts, Error> {
        match what {
            What::Events(Format::Gdelt | Format::Parquet | Format::ParquetFull) => {
                self.save_folder(filter, what, path)
            }
            _ => self.save_file(filter, what, path),
        }
    }

    fn save_file(&self, filter: &Filter, what: What, path: &Path) -> Result<Counts, Error> {
        let partial = partial(path);
        let (counts, written) = self.file(path, &partial, &mut |out| match what {
            What::Panel(panel) => crate::panel(self.store, self.world, filter, panel, out),
            What::Events(format) => self.write(filter, format, out),
        })?;
        let told = manifest::manifest(self, what, filter, counts, &[written])?;
        let [manifest, codebook] = manifest::beside(path);
        put(&manifest, &told)?;
        put(&codebook, &manifest::codebook(what))?;
        fs::rename(&partial, path).map_err(at(path))?;
        Ok(counts)
    }

    fn save_folder(&self, filter: &Filter, what: What, path: &Path) -> Result<Counts, Error> {
        if path.exists() {
            return Err(Error::Exists(path.to_owned()));
        }
        let partial = partial(path);
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(at(&partial))?;
        }
        fs::create_dir_all(&partial).map_err(at(&partial))?;
        let (counts, files) = match what {
            What::Events(Format::Gdelt) => self.gdelt(filter, &partial)?,
            What::Events(format) => self.hive(filter, format, &partial)?,
            What::Panel(_) => (Counts::default(), Vec::new()),
        };
        let told = manifest::manifest(self, what, filter, counts, &files)?;
        // Readers of data sets pass over files whose names begin so.
        put(&partial.join("_manifest.json"), &told)?;
        put(&partial.join("_codebook.md"), &manifest::codebook(what))?;
        fs::rename(&partial, path).map_err(at(path))?;
        Ok(counts)
    }

    fn gdelt(&self, filter: &Filter, folder: &Path) -> Result<(Counts, Vec<Written>), Error> {
        let mut files = Vec::new();
        let mut counts = Counts::default();
        let parts = [
            ("mentions.CSV", Format::GdeltMentions),
            ("events.export.CSV", Format::Gdelt),
        ];
        for (name, format) in parts {
            let to = folder.join(name);
            let (done, written) = self.file(Path::new(name), &to, &mut |out| {
                self.write(filter, format, out)
            })?;
            counts = done;
            files.push(written);
        }
        Ok((counts, files))
    }

    fn hive(
        &self,
        filter: &Filter,
        format: Format,
        folder: &Path,
    ) -> Result<(Counts, Vec<Written>), Error> {
        let mut hive = Hive {
            folder,
            format,
            open: None,
            files: Vec::new(),
        };
        let counts = self.each_batch(filter, format, &mut hive)?;
        hive.end()?;
        Ok((counts, hive.files))
    }

    /// Writes one file by `write`, and tells its size and digest.
    fn file(
        &self,
        name: &Path,
        to: &Path,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<Counts, Error>,
    ) -> Result<(Counts, Written), Error> {
        let mut out = Hashed::create(to)?;
        let counts = write(&mut out)?;
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        Ok((counts, out.finish(name.into_owned(), to)?))
    }
}

/// Parquet files by year and month. Rows come in the order of days, so one file is open at a time.
struct Hive<'a> {
    folder: &'a Path,
    format: Format,
    open: Option<(String, PathBuf, Box<dyn Sink>, Shared)>,
    files: Vec<Written>,
}

impl Hive<'_> {
    fn partition(row: &Row) -> String {
        match crate::row::civil(row.event.sort) {
            Some([year, month, _]) => format!("year={year}/month={month}"),
            None => NO_YEAR.to_owned(),
        }
    }

    fn begin(&mut self, partition: String) -> Result<(), Error> {
        self.close()?;
        let folder = self.folder.join(&partition);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let path = folder.join("part-0.parquet");
        let shared = Shared::new(Hashed::create(&path)?);
        let sink = file_sink(self.format, shared.clone())?;
        self.open = Some((partition, path, sink, shared));
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some((partition, path, mut sink, shared)) = self.open.take() else {
            return Ok(());
        };
        sink.end()?;
        drop(sink);
        let name = format!("{partition}/part-0.parquet");
        if let Some(file) = shared.take() {
            self.files.push(file.finish(name, &path)?);
        }
        Ok(())
    }
}

impl Sink for Hive<'_> {
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error> {
        for same in rows.chunk_by(|a, b| a.event.sort.get(..7) == b.event.sort.get(..7)) {
            let partition = same.first().map(Self::partition).unwrap_or_default();
            if self.open.as_ref().is_none_or(|open| open.0 != partition) {
                self.begin(partition)?;
            }
            if let Some((_, _, sink, _)) = &mut self.open {
                sink.rows(same)?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(feature = "parquet")]
fn file_sink(format: Format, out: Shared) -> Result<Box<dyn Sink>, Error> {
    Ok(match format {
        Format::ParquetFull => Box::new(crate::parquet::File::full(out)?),
        _ => Box::new(crate::parquet::File::flat(out)?),
    })
}

#[cfg(not(feature = "parquet"))]
fn file_sink(_: Format, _: Shared) -> Result<Box<dyn Sink>, Error> {
    Err(Error::WithoutParquet)
}

/// A file that the writer of Parquet holds while we keep a hand on it.
#[derive(Clone)]
struct Shared(std::sync::Arc<std::sync::Mutex<Option<Hashed>>>);

impl Shared {
    fn new(file: Hashed) -> Self {
        Self(std::sync::Arc::new(std::sync::Mutex::new(Some(file))))
    }

    fn take(&self) -> Option<Hashed> {
        self.0.lock().ok()?.take()
    }

    fn with<T>(&self, act: impl FnOnce(&mut Hashed) -> io::Result<T>) -> io::Result<T> {
        let mut file = self.0.lock().map_err(|_| io::Error::other("poisoned"))?;
        act(file.as_mut().ok_or(io::ErrorKind::NotConnected)?)
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(Write::flush)
    }
}

/// A file that knows the digest of what went into it.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Hashed {
    fn create(path: &Path) -> Result<Self, Error> {
        let file = File::create(path).map_err(at(path))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, file),
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// Sees to it that the file is on the disk.
    fn finish(mut self, name: String, path: &Path) -> Result<Written, Error> {
        self.file.flush().map_err(at(path))?;
        self.file.get_ref().sync_all().map_err(at(path))?;
        let sha256 = Digest(self.hash.finalize().into()).to_string();
        Ok(Written {
            name,
            bytes: self.bytes,
            sha256,
        })
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn partial(path: &Path) -> PathBuf {
    let mut name: OsString = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

fn put(path: &Path, text: &str) -> Result<(), Error> {
    let partial = partial(path);
    fs::write(&partial, text).map_err(at(&partial))?;
    fs::rename(&partial, path).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |cause| Error::Write { path, cause }
}
