//! Parquet files and Arrow streams of the flat table, and of the full one with nested parties.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder,
    ListBuilder, RecordBatch, StringBuilder, StringDictionaryBuilder, StructBuilder, UInt32Builder,
};
use arrow::datatypes::{DataType, Field, Fields, Int32Type, Schema, SchemaRef};
use arrow::ipc::writer::StreamWriter;
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use risalah_store::PartyView;

use crate::flat::FLAT;
use crate::table::{Cell, Column, Kind, spelled};
use crate::{Error, Row, Sink};

/// Rows in a group of a file: what a reader must take in at once.
const GROUP: usize = 131_072;

/// zstd's level: higher ones take as long as reading the store.
const LEVEL: i32 = 1;
/// Columns whose values come once or nearly so: a dictionary of them would only be looked through.
const UNIQUE: [&str; 3] = ["event", "episode", "sentence"];

/// A Parquet file.
pub(crate) struct File<W: Write + Send> {
    writer: Option<ArrowWriter<W>>,
    schema: SchemaRef,
    full: bool,
}

impl<W: Write + Send> File<W> {
    /// Of the flat table.
    pub(crate) fn flat(out: W) -> Result<Self, Error> {
        Self::new(out, false)
    }

    /// Of the flat table with two more columns, the parties as lists of structures.
    pub(crate) fn full(out: W) -> Result<Self, Error> {
        Self::new(out, true)
    }

    fn new(out: W, full: bool) -> Result<Self, Error> {
        let schema = schema(full);
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by("risalah".to_owned());
        for name in UNIQUE {
            properties = properties.set_column_dictionary_enabled(name.into(), false);
        }
        let properties = properties.build();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties))?;
        Ok(Self {
            writer: Some(writer),
            schema,
            full,
        })
    }
}

impl<W: Write + Send> Sink for File<W> {
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error> {
        let batch = batch(&self.schema, rows, self.full)?;
        if let Some(writer) = &mut self.writer {
            writer.write(&batch)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        if let Some(writer) = self.writer.take() {
            writer.close()?;
        }
        Ok(())
    }
}

/// An Arrow IPC stream.
pub(crate) struct Stream<W: Write> {
    writer: StreamWriter<W>,
    schema: SchemaRef,
}

impl<W: Write> Stream<W> {
    /// Of the flat table.
    pub(crate) fn new(out: W) -> Result<Self, Error> {
        let schema = schema(false);
        Ok(Self {
            writer: StreamWriter::try_new(out, &schema)?,
            schema,
        })
    }
}

impl<W: Write + Send> Sink for Stream<W> {
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error> {
        let batch = batch(&self.schema, rows, false)?;
        Ok(self.writer.write(&batch)?)
    }

    fn end(&mut self) -> Result<(), Error> {
        Ok(self.writer.finish()?)
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Code => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        Kind::Whole => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
    }
}

fn party_fields() -> Fields {
    Fields::from(vec![
        Field::new("name", DataType::Utf8, false),
        Field::new("code", DataType::Utf8, true),
        Field::new("country", DataType::Utf8, true),
        Field::new("cow", DataType::Int64, true),
        Field::new("start", DataType::UInt32, false),
        Field::new("end", DataType::UInt32, false),
    ])
}

fn schema(full: bool) -> SchemaRef {
    let field = |c: &Column| Field::new(c.name, data_type(c.kind), true);
    let mut fields: Vec<Field> = FLAT.iter().map(field).collect();
    if full {
        for name in ["actor_list", "recipient_list"] {
            let item = Field::new("item", DataType::Struct(party_fields()), true);
            fields.push(Field::new(name, DataType::List(Arc::new(item)), false));
        }
    }
    Arc::new(Schema::new(fields))
}

fn batch(schema: &SchemaRef, rows: &[Row], full: bool) -> Result<RecordBatch, Error> {
    let mut arrays: Vec<ArrayRef> = FLAT.iter().map(|c| array(c, rows)).collect();
    if full {
        arrays.push(parties(rows, |row| row.event.actors));
        arrays.push(parties(rows, |row| row.event.recipients));
    }
    Ok(RecordBatch::try_new(schema.clone(), arrays)?)
}

fn array(column: &Column, rows: &[Row]) -> ArrayRef {
    let cells = rows.iter().map(column.of);
    match column.kind {
        Kind::Text => {
            let mut all = StringBuilder::new();
            cells.for_each(|cell| match cell {
                Cell::Key(key) => all.append_option(std::str::from_utf8(&spelled(key)).ok()),
                cell => all.append_option(text(&cell)),
            });
            finish(all)
        }
        Kind::Code => {
            let mut all = StringDictionaryBuilder::<Int32Type>::new();
            cells.for_each(|cell| all.append_option(text(&cell)));
            finish(all)
        }
        Kind::Whole => {
            let mut all = Int64Builder::new();
            cells.for_each(|cell| {
                all.append_option(match cell {
                    Cell::Whole(number) => Some(number),
                    _ => None,
                });
            });
            finish(all)
        }
        Kind::Real => {
            let mut all = Float64Builder::new();
            cells.for_each(|cell| {
                all.append_option(match cell {
                    Cell::Real(number) => Some(number),
                    _ => None,
                });
            });
            finish(all)
        }
        Kind::Flag => {
            let mut all = BooleanBuilder::new();
            cells.for_each(|cell| {
                all.append_option(match cell {
                    Cell::Flag(flag) => Some(flag),
                    _ => None,
                });
            });
            finish(all)
        }
        Kind::Day => {
            let mut all = Date32Builder::new();
            // Rows come in the order of days, so most are those of the row before.
            let mut last: Option<(String, Option<i32>)> = None;
            for cell in cells {
                let Some(day) = text(&cell) else {
                    all.append_null();
                    continue;
                };
                let known = last.as_ref().filter(|(known, _)| known == day);
                let number = known.map_or_else(|| days(day), |known| known.1);
                all.append_option(number);
                if known.is_none() {
                    last = Some((day.to_owned(), number));
                }
            }
            finish(all)
        }
    }
}

fn finish(mut builder: impl ArrayBuilder) -> ArrayRef {
    builder.finish()
}

fn text<'a>(cell: &'a Cell) -> Option<&'a str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

/// Days since 1970-01-01.
fn days(day: &str) -> Option<i32> {
    let day: Date = day.parse().ok()?;
    let span = day.since(Date::constant(1970, 1, 1)).ok()?;
    Some(span.get_days())
}

fn parties<'a>(rows: &[Row<'a>], of: impl Fn(&Row<'a>) -> &'a [PartyView<'a>]) -> ArrayRef {
    let party = StructBuilder::from_fields(party_fields(), rows.len());
    let mut all = ListBuilder::new(party);
    for row in rows {
        for party in of(row) {
            let cow = row.scheme(party.country).and_then(|s| s.cow_number);
            let values = all.values();
            let known = |text: &'a str| Some(text).filter(|t| !t.is_empty());
            let texts = [Some(party.name), known(party.code), known(party.country)];
            for (n, text) in texts.into_iter().enumerate() {
                if let Some(builder) = values.field_builder::<StringBuilder>(n) {
                    builder.append_option(text);
                }
            }
            if let Some(builder) = values.field_builder::<Int64Builder>(3) {
                builder.append_option(cow.map(i64::from));
            }
            for (n, at) in party.span.into_iter().enumerate() {
                if let Some(builder) = values.field_builder::<UInt32Builder>(4 + n) {
                    builder.append_value(at);
                }
            }
            values.append(true);
        }
        all.append(true);
    }
    Arc::new(all.finish())
}
