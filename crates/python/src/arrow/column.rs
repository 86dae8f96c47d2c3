//! The strings of a column, whatever Arrow keeps them in.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// A column whose values can be had as strings.
pub(crate) struct Column {
    values: ArrayRef,
    // Of a column with a time zone, the zone.
    zone: Option<Zone>,
}

/// A time zone.
enum Zone {
    Fixed(TimeZone),
    // One whose offset changes: Python's `ZoneInfo`, since Python finds the zones' data wherever
    // they are on this machine.
    Named(Py<PyAny>),
}

/// Whether the columns of this type can be read.
///
/// # Errors
///
/// Where they cannot.
pub(super) fn check(name: &str, of: &DataType) -> PyResult<()> {
    let fine = match of {
        DataType::Dictionary(key, value) => key.is_integer() && is_text(value),
        DataType::Null | DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        _ => of.is_integer() || is_text(of),
    };
    if fine {
        return Ok(());
    }
    let what = format!("column {name:?} is of {of}, which is neither text, number nor date");
    Err(PyTypeError::new_err(what))
}

fn is_text(of: &DataType) -> bool {
    matches!(
        of,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

impl Column {
    /// # Errors
    ///
    /// Where it is in a time zone that this machine does not know.
    pub(super) fn new(py: Python<'_>, values: ArrayRef) -> PyResult<Self> {
        let zone = match values.data_type() {
            DataType::Timestamp(_, Some(name)) => Some(Zone::of(py, name)?),
            _ => None,
        };
        Ok(Self { values, zone })
    }

    /// The value at this row as a string; `None` where it is null.
    ///
    /// # Errors
    ///
    /// Where Python cannot tell the offset of the column's time zone.
    pub(super) fn get(&self, py: Python<'_>, row: usize) -> PyResult<Option<String>> {
        let values = &*self.values;
        if values.is_null(row) {
            return Ok(None);
        }
        Ok(match values.data_type() {
            DataType::Utf8 => Some(values.as_string::<i32>().value(row).to_owned()),
            DataType::LargeUtf8 => Some(values.as_string::<i64>().value(row).to_owned()),
            DataType::Utf8View => Some(values.as_string_view().value(row).to_owned()),
            DataType::Dictionary(key, _) => return self.of_dictionary(py, key, row),
            DataType::Date32 => day(i64::from(values.as_primitive::<Date32Type>().value(row))),
            DataType::Date64 => day(values
                .as_primitive::<Date64Type>()
                .value(row)
                .div_euclid(86_400_000)),
            DataType::Timestamp(unit, _) => return self.time(py, *unit, row),
            of => number(values, of, row),
        })
    }

    fn of_dictionary(
        &self,
        py: Python<'_>,
        key: &DataType,
        row: usize,
    ) -> PyResult<Option<String>> {
        match key {
            DataType::Int8 => self.looked_up::<Int8Type>(py, row),
            DataType::Int16 => self.looked_up::<Int16Type>(py, row),
            DataType::Int32 => self.looked_up::<Int32Type>(py, row),
            DataType::Int64 => self.looked_up::<Int64Type>(py, row),
            DataType::UInt8 => self.looked_up::<UInt8Type>(py, row),
            DataType::UInt16 => self.looked_up::<UInt16Type>(py, row),
            DataType::UInt32 => self.looked_up::<UInt32Type>(py, row),
            DataType::UInt64 => self.looked_up::<UInt64Type>(py, row),
            _ => Ok(None),
        }
    }

    fn looked_up<K: ArrowDictionaryKeyType>(
        &self,
        py: Python<'_>,
        row: usize,
    ) -> PyResult<Option<String>> {
        let dictionary = self.values.as_dictionary::<K>();
        let Some(key) = dictionary.key(row) else {
            return Ok(None);
        };
        let values = Self {
            values: dictionary.values().clone(),
            zone: None,
        };
        values.get(py, key)
    }

    /// A time as ISO 8601 writes it; midnight without a zone is a day.
    fn time(&self, py: Python<'_>, unit: TimeUnit, row: usize) -> PyResult<Option<String>> {
        let values = &*self.values;
        let time = match unit {
            TimeUnit::Second => {
                Timestamp::from_second(values.as_primitive::<TimestampSecondType>().value(row))
            }
            TimeUnit::Millisecond => {
                let count = values.as_primitive::<TimestampMillisecondType>().value(row);
                Timestamp::from_millisecond(count)
            }
            TimeUnit::Microsecond => {
                let count = values.as_primitive::<TimestampMicrosecondType>().value(row);
                Timestamp::from_microsecond(count)
            }
            TimeUnit::Nanosecond => {
                let count = values.as_primitive::<TimestampNanosecondType>().value(row);
                Timestamp::from_nanosecond(i128::from(count))
            }
        };
        // A time beyond the year 9999 is the publication day of nothing.
        let Ok(time) = time else { return Ok(None) };
        let Some(zone) = &self.zone else {
            let local = TimeZone::UTC.to_datetime(time);
            let midnight = local.time() == civil::Time::midnight();
            return Ok(Some(if midnight {
                local.date().to_string()
            } else {
                local.to_string()
            }));
        };
        let local = time.to_zoned(zone.at(py, time)?);
        Ok(Some(local.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()))
    }
}

impl Zone {
    /// A zone by its name ("Asia/Jakarta") or its offset ("+07:00").
    fn of(py: Python<'_>, name: &str) -> PyResult<Self> {
        let unknown = || PyValueError::new_err(format!("there is no time zone {name:?} here"));
        if name == "UTC" {
            return Ok(Self::Fixed(TimeZone::UTC));
        }
        if name.starts_with(['+', '-']) {
            let midnight = format!("1970-01-01T00:00{name}");
            let pieces = DateTimeParser::new().parse_pieces(&midnight);
            let offset = pieces.ok().and_then(|p| p.to_numeric_offset());
            return Ok(Self::Fixed(TimeZone::fixed(offset.ok_or_else(unknown)?)));
        }
        let zones = py.import("zoneinfo")?;
        let zone = zones.call_method1("ZoneInfo", (name,));
        Ok(Self::Named(zone.map_err(|_| unknown())?.unbind()))
    }

    /// The zone with the offset that it has at this time.
    fn at(&self, py: Python<'_>, time: Timestamp) -> PyResult<TimeZone> {
        let zone = match self {
            Self::Fixed(zone) => return Ok(zone.clone()),
            Self::Named(zone) => zone,
        };
        let python = py.import("datetime")?.getattr("datetime")?;
        let local = python.call_method1("fromtimestamp", (time.as_second(), zone))?;
        let offset = local.call_method0("utcoffset")?;
        let seconds: f64 = offset.call_method0("total_seconds")?.extract()?;
        let offset = Offset::from_seconds(seconds as i32);
        let wrong = |err: jiff::Error| PyValueError::new_err(err.to_string());
        Ok(TimeZone::fixed(offset.map_err(wrong)?))
    }
}

fn day(since_1970: i64) -> Option<String> {
    let days = jiff::Span::new().try_days(since_1970).ok()?;
    let day = civil::date(1970, 1, 1).checked_add(days).ok()?;
    Some(day.to_string())
}

fn number(values: &dyn Array, of: &DataType, row: usize) -> Option<String> {
    Some(match of {
        DataType::Int8 => values.as_primitive::<Int8Type>().value(row).to_string(),
        DataType::Int16 => values.as_primitive::<Int16Type>().value(row).to_string(),
        DataType::Int32 => values.as_primitive::<Int32Type>().value(row).to_string(),
        DataType::Int64 => values.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::UInt8 => values.as_primitive::<UInt8Type>().value(row).to_string(),
        DataType::UInt16 => values.as_primitive::<UInt16Type>().value(row).to_string(),
        DataType::UInt32 => values.as_primitive::<UInt32Type>().value(row).to_string(),
        DataType::UInt64 => values.as_primitive::<UInt64Type>().value(row).to_string(),
        _ => return None,
    })
}
