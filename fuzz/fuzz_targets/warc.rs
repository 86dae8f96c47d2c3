//! No stream makes reading it panic, and every stream ends.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use risalah_read::{From, reports};

fuzz_target!(|data: &[u8]| {
    if let Ok(reports) = reports(From::Warc, "fuzz", Cursor::new(data.to_vec())) {
        for report in reports {
            drop(report);
        }
    }
});
