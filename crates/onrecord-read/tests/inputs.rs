//! Files, folders, patterns, compression and charsets, and what becomes of damaged ones.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use onrecord_read::{Hint, Input, Item, Options, ReadError, from_bytes, open};
use proptest::prelude::*;

const TEXT: &str =
    "The bridge at Vale opened on Monday, officials said.\r\n\r\n  “We waited long enough,” said Zoë Oake.\n";

fn read_all(path: &Path) -> Vec<Result<Item, ReadError>> {
    open(&Input::Path(path.to_owned()), &Options::default()).unwrap().collect()
}

fn read_bytes(bytes: Vec<u8>) -> Vec<Result<Item, ReadError>> {
    from_bytes(bytes, &Hint { name: Some("in".to_owned()), ..Hint::default() }, &Options::default()).collect()
}

fn texts(items: &[Result<Item, ReadError>]) -> Vec<&str> {
    items.iter().map(|item| item.as_ref().unwrap().article.text.as_str()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn parquet() -> Vec<u8> {
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    let titles: ArrayRef = Arc::new(StringArray::from(vec![Some("One"), None, Some("Three")]));
    let texts: ArrayRef =
        Arc::new(StringArray::from(vec![Some("First text."), Some(""), Some("Third text.")]));
    let batch = RecordBatch::try_from_iter(vec![("id", ids), ("headline", titles), ("text", texts)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn plain_text_is_taken_to_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vale-17.txt");
    for bytes in [TEXT.as_bytes().to_vec(), format!("\u{FEFF}{TEXT}").into_bytes(), utf16(TEXT)] {
        fs::write(&path, bytes).unwrap();
        let items = read_all(&path);
        let item = items[0].as_ref().unwrap();
        assert_eq!(item.article.text, TEXT);
        assert_eq!(item.article.document.id.as_deref(), Some("vale-17"));
        assert_eq!(item.place, path.display().to_string());
    }
}

#[test]
fn folders_are_read_in_order_and_one_bad_file_does_not_stop_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("b/two.jsonl", b"{\"id\": \"x\", \"text\": \"Two.\"}\n{\"text\": \"Three.\"}\n");
    write("a.txt", b"One.");
    write("c.pdf", b"%PDF-1.7 ...");
    write("d.txt", b"Four.");
    write("d.ann", b"T1\tSource 0 4\tFour\n");
    write(".hidden", b"Not this.");
    write("e.html", b"<html><body></body></html>");
    write("f.csv.gz", &gzip(b"id,text\n1,Five.\n"));
    let items = read_all(folder.path());
    let good: Vec<&str> = items.iter().flatten().map(|item| item.article.text.as_str()).collect();
    assert_eq!(good, ["One.", "Two.", "Three.", "Four.", "Five."]);
    let bad: Vec<&str> = items.iter().filter_map(|item| item.as_ref().err()).map(ReadError::reason).collect();
    assert_eq!(bad, ["unknown format", "no text"]);
    let places = |items: &[Result<Item, ReadError>]| -> Vec<String> {
        items.iter().map(|item| item.as_ref().map_or_else(|e| e.place.clone(), |i| i.place.clone())).collect()
    };
    assert_eq!(places(&items), places(&read_all(folder.path())));
    assert!(items.iter().flatten().any(|item| item.gold.is_some()));
    let pattern = folder.path().join("*.txt");
    assert_eq!(texts(&read_all(&pattern)), ["One.", "Four."]);
    let nothing = open(&Input::Path(folder.path().join("*.none")), &Options::default()).err().unwrap();
    assert_eq!(nothing.reason(), "not found");
}

#[test]
fn a_link_that_leads_in_a_circle_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "One.").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    assert_eq!(read_all(folder.path()).len(), 1);
}

#[test]
fn formats_are_read_from_bytes_packed_or_not() {
    let lines =
        b"{\"id\": \"a\", \"text\": \"First text.\"}\n{\"id\": \"b\", \"text\": \"Third text.\"}\n".to_vec();
    let table = "id;text\n1;First text.\n2;Third text.\n".to_owned();
    for bytes in [lines.clone(), table.clone().into_bytes(), utf16(&table)] {
        for packed in [bytes.clone(), gzip(&bytes), zstd(&bytes), zstd(&gzip(&bytes))] {
            assert_eq!(texts(&read_bytes(packed)), ["First text.", "Third text."]);
        }
    }
    let halves = [gzip(&lines[..20]), gzip(&lines[20..])].concat();
    assert_eq!(read_bytes(halves).len(), 2);
}

#[test]
fn parquet_is_read_with_its_columns() {
    for bytes in [parquet(), gzip(&parquet())] {
        let items = read_bytes(bytes);
        assert_eq!(items.len(), 3);
        let first = items[0].as_ref().unwrap();
        assert_eq!(first.article.text, "First text.");
        assert_eq!(first.article.document.title.as_deref(), Some("One"));
        assert_eq!((first.article.document.id.as_deref(), first.place.as_str()), (Some("1"), "in#1"));
        assert_eq!(items[1].as_ref().unwrap_err().reason(), "no text");
        assert!(items[2].is_ok());
    }
    let options = Options { text_column: Some("words".to_owned()), ..Options::default() };
    let items: Vec<_> = from_bytes(parquet(), &Hint::default(), &options).collect();
    assert_eq!(items[0].as_ref().unwrap_err().reason(), "no such column");
}

#[test]
fn a_damaged_page_of_a_parquet_file_costs_its_group_of_rows() {
    let texts: Vec<String> = (0..40).map(|n| format!("Meeting {n} of the council of Vale.")).collect();
    let column: ArrayRef = Arc::new(StringArray::from(texts));
    let batch = RecordBatch::try_from_iter(vec![("text", column)]).unwrap();
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_max_row_group_row_count(Some(10))
        .set_dictionary_enabled(false)
        .set_compression(parquet::basic::Compression::SNAPPY)
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    let metadata = writer.close().unwrap();
    let (begin, length) = metadata.row_group(1).column(0).byte_range();
    let (begin, length) = (begin as usize, length as usize);
    bytes[begin + 8..begin + length].iter_mut().for_each(|byte| *byte ^= 0x5A);
    let items = read_bytes(bytes);
    let places = |wanted: bool| -> Vec<String> {
        items
            .iter()
            .filter(|item| item.is_ok() == wanted)
            .map(|item| item.as_ref().map_or_else(|error| error.place.clone(), |item| item.place.clone()))
            .collect()
    };
    let read: Vec<String> = (1..=10).chain(21..=40).map(|n| format!("in#{n}")).collect();
    assert_eq!((places(true), places(false)), (read, vec!["in#11".to_owned()]));
}

/// What fuzzing found to break a reader, each file named by what is wrong in it.
#[test]
fn what_once_broke_a_reader_is_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/damaged");
    let items = read_all(&folder);
    assert_eq!(items.len(), fs::read_dir(&folder).unwrap().count());
    for item in items {
        let error = item.unwrap_err();
        assert_eq!(error.reason(), "damaged", "{error}");
    }
}

#[test]
fn the_options_fill_what_the_input_does_not_say() {
    let options = Options { published: Some("2031-05-05".to_owned()), ..Options::default() };
    let lines = "{\"text\": \"The council said on Tuesday that it would close the old bridge for repairs.\"}\n\
                 {\"text\": \"Der Rat teilte am Dienstag mit, dass er die alte Brücke sperren werde.\", \"date\": \"2030-01-02\"}";
    let items: Vec<_> = from_bytes(lines.into(), &Hint::default(), &options).collect();
    let document = |at: usize| &items[at].as_ref().unwrap().article.document;
    assert_eq!(
        (document(0).published.as_deref(), document(0).language.as_deref()),
        (Some("2031-05-05"), Some("en"))
    );
    assert_eq!(
        (document(1).published.as_deref(), document(1).language.as_deref()),
        (Some("2030-01-02"), Some("de"))
    );
}

#[test]
fn bombs_and_matryoshkas_are_errors() {
    let limit = Options { max_bytes: 1 << 20, ..Options::default() };
    let read = |bytes: Vec<u8>| -> Vec<_> { from_bytes(bytes, &Hint::default(), &limit).take(10).collect() };
    let zeros = gzip(&vec![b' '; 64 << 20]);
    for bytes in [
        zeros.clone(),
        gzip(&zeros),
        zstd(&vec![b'x'; 64 << 20]),
        gzip(&[&b"{\"text\": \""[..], &vec![b'x'; 64 << 20]].concat()),
    ] {
        let items = read(bytes);
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].as_ref().unwrap_err().reason(), "too large");
    }
    let mut nested = b"One.".to_vec();
    for _ in 0..10 {
        nested = gzip(&nested);
    }
    assert_eq!(read(nested)[0].as_ref().unwrap_err().reason(), "damaged");
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    let depth = 200_000;
    for text in [
        format!("<html><body>{}", "<div>".repeat(depth)),
        format!("<html><body>{}", "<b><p>".repeat(depth)),
        format!("<html><body>{}", "<table><tr><td>".repeat(depth)),
        format!("<html><body>{}", "<ul><li>".repeat(depth)),
        format!("{{\"text\": \"a\", \"b\": {}", "[".repeat(depth)),
        format!("[{}", "{\"a\":[".repeat(depth)),
        format!("<rss><channel>{}", "<item>".repeat(depth)),
    ] {
        let begin = text[..40].to_owned();
        assert!(read_bytes(text.into_bytes()).iter().all(Result::is_err), "{begin}");
    }
    // as deep as is let through, and deep data in a page
    let paragraph = "<p>The bridge at Vale opened on Monday after two years of works, officials said.</p>";
    for text in [
        format!("<html><body>{}{paragraph}", "<div>".repeat(590)),
        format!("<html><body>{}{paragraph}", "<table><tr><td>".repeat(590)),
        format!("<html><body>{}{paragraph}", "<i>".repeat(1000)),
        format!("<html><script type='application/ld+json'>{}</script>{paragraph}", "[".repeat(depth)),
    ] {
        assert_eq!(read_bytes(text.into_bytes()).len(), 1);
    }
}

/// Inputs of every format, to be damaged.
fn samples() -> Vec<Vec<u8>> {
    let page =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pages/wordpress.html")).unwrap();
    let record = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    let warc = [record.as_bytes(), &page, b"\r\n\r\n"].concat();
    let feed = b"<rss version='2.0'><channel><item><title>a</title><description>b &amp; c</description></item></channel></rss>";
    vec![
        TEXT.as_bytes().to_vec(),
        utf16(TEXT),
        page,
        feed.to_vec(),
        [gzip(&warc), gzip(&warc)].concat(),
        zstd(&warc),
        warc,
        b"{\"id\": \"a\", \"text\": \"First \\ud83d\\ude00 text.\"}\n{\"text\": \"b\", \"x\": [1, {}]}\n"
            .to_vec(),
        b"[{\"id\": \"a\", \"text\": \"First text.\"}, {\"text\": \"b\"}]".to_vec(),
        b"id,text\n1,\"First, text.\"\n2,b\n".to_vec(),
        parquet(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever is cut off or changed, reading ends and does not panic.
    #[test]
    fn damage_never_panics(
        which in 0..11_usize,
        cut in 0.0..1.2_f64,
        flips in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 0..12),
    ) {
        let mut bytes = samples().swap_remove(which);
        for (at, value) in flips {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = value;
        }
        bytes.truncate((cut * bytes.len() as f64) as usize);
        let most = read_bytes(bytes).into_iter().take(10_000).count();
        prop_assert!(most < 10_000);
    }
}
