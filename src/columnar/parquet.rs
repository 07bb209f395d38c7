//! Articles in Parquet files, and claims into them (feature `parquet`).
//!
//! A [`Table`] is read some rows at a time and only in the columns that are wanted, so that memory stays small however large its row groups
//! are. [`Writer`] writes one row group a file; [`join`] puts such files together by copying the bytes of their columns.

use super::{ColumnarError, Columns};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter, ProjectionMask, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// What the disk says.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// `read` or `write`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Damaged, cut off, or no Parquet.
    #[error("{}: not a Parquet file that can be read: {message}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What was said.
        message: String,
    },
    /// A column that is missing or of another kind.
    #[error("{}: {source}", path.display())]
    Columns {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: ColumnarError,
    },
    /// Files that do not belong together.
    #[error("{} has other columns than the rest: it was begun by another version of dixit; remove it and begin again", path.display())]
    Differs {
        /// The file.
        path: PathBuf,
    },
}

fn io(what: &'static str, path: &Path) -> impl Fn(std::io::Error) -> TableError {
    let path = path.to_owned();
    move |source| TableError::Io { what, path: path.clone(), source }
}

fn damaged(path: &Path) -> impl Fn(ParquetError) -> TableError {
    let path = path.to_owned();
    move |error| TableError::Parquet { path: path.clone(), message: error.to_string() }
}

/// A file of articles.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    file: File,
    metadata: ArrowReaderMetadata,
    /// The columns that are read.
    places: Vec<usize>,
    id: DataType,
}

impl Table {
    /// Opens a file whose columns are called as `columns` says.
    ///
    /// # Errors
    /// A file that cannot be read or is no Parquet, and a column that is missing.
    pub fn open(path: &Path, columns: &Columns) -> Result<Table, TableError> {
        let file = File::open(path).map_err(io("read", path))?;
        let metadata = ArrowReaderMetadata::load(&file, Default::default()).map_err(damaged(path))?;
        let wrong = |source| TableError::Columns { path: path.to_owned(), source };
        let places = columns.places(metadata.schema()).map_err(wrong)?;
        let field = metadata.schema().field_with_name(&columns.id).map_err(|error| wrong(error.into()))?;
        let id = super::rows::plain_type(field.data_type());
        Ok(Table { path: path.to_owned(), file, metadata, places, id })
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// The names of all columns.
    pub fn names(&self) -> Vec<&str> {
        self.metadata.schema().fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    /// The type of the ids that come out.
    pub fn id_type(&self) -> DataType {
        self.id.clone()
    }

    /// The rows, `size` at a time, in the columns that are wanted.
    ///
    /// # Errors
    /// Columns that cannot be read.
    pub fn batches(self, size: usize) -> Result<impl Iterator<Item = Result<RecordBatch, TableError>>, TableError> {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.file, self.metadata);
        let wanted = ProjectionMask::roots(builder.parquet_schema(), self.places);
        let reader = builder.with_projection(wanted).with_batch_size(size).build().map_err(damaged(&self.path))?;
        Ok(checked(reader, self.path))
    }
}

/// Batches with errors that name the file; the first error ends them.
fn checked(reader: ParquetRecordBatchReader, path: PathBuf) -> impl Iterator<Item = Result<RecordBatch, TableError>> {
    let mut failed = false;
    reader.map_while(move |batch| {
        if failed {
            return None;
        }
        failed = batch.is_err();
        Some(batch.map_err(|error| TableError::Parquet { path: path.clone(), message: error.to_string() }))
    })
}

/// The answers in a file that [`Writer`] wrote: ids, and errors where there are any.
///
/// # Errors
/// A file that cannot be read or holds no answers.
pub fn answered(
    path: &Path,
) -> Result<impl Iterator<Item = Result<(ArrayRef, ArrayRef), TableError>> + use<>, TableError> {
    let columns = Columns { text: "error".to_owned(), ..Columns::default() };
    let table = Table::open(path, &columns)?;
    let path = path.to_owned();
    Ok(table.batches(1024)?.map(move |batch| {
        let batch = batch?;
        let differs = || TableError::Differs { path: path.clone() };
        let column = |name| batch.column_by_name(name).cloned().ok_or_else(differs);
        Ok((column("id")?, column("error")?))
    }))
}

fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("dixit ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_max_row_group_row_count(None)
}

/// A file that is written in one row group.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    writer: ArrowWriter<File>,
}

impl Writer {
    /// Makes the file.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn create(path: &Path, schema: &SchemaRef) -> Result<Writer, TableError> {
        let file = File::create(path).map_err(io("write", path))?;
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties().build())).map_err(damaged(path))?;
        Ok(Writer { path: path.to_owned(), writer })
    }

    /// Appends rows.
    ///
    /// # Errors
    /// What the disk refuses, and rows of other columns.
    pub fn write(&mut self, rows: &RecordBatch) -> Result<(), TableError> {
        self.writer.write(rows).map_err(damaged(&self.path))
    }

    /// Bytes of memory that it takes.
    pub fn memory(&self) -> usize {
        self.writer.memory_size()
    }

    /// Writes what is left and makes sure that it lies on the disk.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn finish(self) -> Result<(), TableError> {
        let file = self.writer.into_inner().map_err(damaged(&self.path))?;
        file.sync_all().map_err(io("write", &self.path))
    }
}

/// The rows in a file, in memory.
///
/// # Errors
/// None that is known; the encoder checks what it is given.
pub fn encode(rows: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties().build()))?;
    writer.write(rows)?;
    writer.close()?;
    Ok(bytes)
}

/// Puts files of the columns of `schema` together, in order: their row groups are copied as they are.
///
/// # Errors
/// What the disk refuses, and a file of other columns.
pub fn join(files: &[PathBuf], schema: &Schema, out: &Path) -> Result<(), TableError> {
    let target = File::create(out).map_err(io("write", out))?;
    let columns = ArrowSchemaConverter::new().convert(schema).map_err(damaged(out))?;
    let mut properties = properties().build();
    add_encoded_arrow_schema_to_metadata(schema, &mut properties);
    let mut writer =
        SerializedFileWriter::new(target, columns.root_schema_ptr(), Arc::new(properties)).map_err(damaged(out))?;
    for path in files {
        let file = File::open(path).map_err(io("read", path))?;
        let metadata = ArrowReaderMetadata::load(&file, Default::default()).map_err(damaged(path))?;
        if metadata.metadata().file_metadata().schema_descr().root_schema() != columns.root_schema() {
            return Err(TableError::Differs { path: path.clone() });
        }
        for group in metadata.metadata().row_groups() {
            let mut copy = writer.next_row_group().map_err(damaged(out))?;
            for column in group.columns() {
                let closed = ColumnCloseResult {
                    bytes_written: u64::try_from(column.compressed_size()).unwrap_or(0),
                    rows_written: u64::try_from(group.num_rows()).unwrap_or(0),
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                copy.append_column(&file, closed).map_err(damaged(out))?;
            }
            copy.close().map_err(damaged(out))?;
        }
    }
    writer.into_inner().map_err(damaged(out))?.sync_all().map_err(io("write", out))
}
