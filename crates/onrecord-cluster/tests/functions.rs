//! Questions over files on one machine.

use std::fs;
use std::path::Path;
use std::time::Duration;

use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{JsonReadOptions, SessionContext};
use onrecord::record::Record;
use onrecord::{Article, Engine};
use onrecord_cluster::{Answer, ClusterError, Place, Question, ask};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

const BRIDGE: &str =
    "The bridge is safe, said Ada Venn, the mayor. \"It will stay open,\" she told the Vale Post on Friday.";
const FERRY: &str = "Tom Arlo denied that the ferry had been sold.";
const GERMAN: &str = "Der Bürgermeister sagte am Freitag, dass die Brücke nicht mehr geöffnet werde, weil die Pfeiler \
                      nach dem Winter erneuert werden müssen und das Geld dafür fehlt.";

/// Rows of a table of articles, two of which cannot be read.
fn rows() -> Vec<Value> {
    vec![
        json!({"id": "a", "published": "2024-05-06", "text": BRIDGE, "desk": "local"}),
        json!({"id": "b", "published": "2024-05-06", "text": null, "desk": "local"}),
        json!({"id": "c", "published": null, "text": FERRY, "desk": "port"}),
        json!({"id": "d", "published": null, "text": GERMAN, "desk": "port"}),
    ]
}

fn json_lines(folder: &TempDir) -> String {
    let lines: Vec<String> = rows().iter().map(Value::to_string).collect();
    let file = folder.path().join("news.jsonl");
    fs::write(&file, lines.join("\n")).unwrap();
    file.display().to_string()
}

async fn question(over: &str, select: &str) -> Result<Answer, ClusterError> {
    let over = vec![over.to_owned()];
    ask(&Question { over, select: select.to_owned(), rows: 100, time: None, place: Place::Here { jobs: 2 } })
        .await
}

async fn answer(over: &str, select: &str) -> Vec<Vec<Value>> {
    question(over, select).await.unwrap().rows
}

/// A record of a row is the one that the engine gives.
fn expected(text: &str, published: Option<&str>) -> Record {
    let mut article = Article::new(text);
    article.document.published = published.map(str::to_owned);
    article.document.language = onrecord_read::language::detect_language(text).map(str::to_owned);
    Engine::new().unwrap().read(&article)
}

#[tokio::test]
async fn attributions_are_rows() {
    let folder = tempfile::tempdir().unwrap();
    let said = answer(
        &json_lines(&folder),
        "select id, s['speaker']['name'], s['act']['kind'], s['form'], s['when']['date'] \
         from (select id, unnest(attributions(text, published)) as s from news) order by id, s['id']",
    )
    .await;
    assert_eq!(
        said,
        [
            [json!("a"), json!("Ada Venn"), json!("states"), json!("indirect"), json!(null)],
            [json!("a"), json!("Ada Venn"), json!("states"), json!("direct"), json!("2024-05-03")],
            [json!("c"), json!("Tom Arlo"), json!("denies"), json!("indirect"), json!(null)],
        ]
    );
}

#[tokio::test]
async fn a_bad_row_is_null_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let select = "select id, attributions(text) is null, record(text)['error'] from news order by id";
    let german = "written in a language (de) that the model does not know";
    assert_eq!(
        answer(&json_lines(&folder), select).await,
        [
            vec![json!("a"), json!(false), json!(null)],
            vec![json!("b"), json!(true), json!("no article text in this row")],
            vec![json!("c"), json!(false), json!(null)],
            vec![json!("d"), json!(true), json!(german)],
        ]
    );
}

#[tokio::test]
async fn records_are_those_of_the_engine() {
    let folder = tempfile::tempdir().unwrap();
    let mut read = answer(&json_lines(&folder), "select record(text, published) from news order by id").await;
    let mut record = |row: usize| {
        // nothing else was known, for which a row has a field all the same
        let extra = read[row][0]["document"].as_object_mut().unwrap().remove("extra");
        assert_eq!(extra, Some(Value::Null));
        Record::deserialize(&read[row][0]).unwrap()
    };
    assert_eq!(record(0), expected(BRIDGE, Some("2024-05-06")));
    assert_eq!(record(2), expected(FERRY, None));
}

#[tokio::test]
async fn a_struct_brings_what_else_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let read = answer(
        &json_lines(&folder),
        "select record(named_struct('body', text, 'id', id, 'language', 'en', 'desk', desk))['document'] \
         from news order by id",
    )
    .await;
    assert_eq!(read[0][0]["id"], "a");
    assert_eq!(read[0][0]["extra"], "{\"desk\":\"local\"}");
    // a language that is named is believed
    assert_eq!(read[3][0]["language"], "en");
}

#[tokio::test]
async fn every_kind_of_table_gives_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json_lines(&folder);
    let context = SessionContext::new();
    let news =
        context.read_json(lines.as_str(), JsonReadOptions::default().file_extension("jsonl")).await.unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let options = || DataFrameWriteOptions::new().with_single_file_output(true);
    let (parquet, csv) = (file("news.parquet"), file("news.csv"));
    news.clone().write_parquet(&parquet, options(), None).await.unwrap();
    news.write_csv(&csv, options(), None).await.unwrap();
    let select = "select id, attributions(text, published) from news order by id";
    let of_lines = answer(&lines, select).await;
    assert_eq!(of_lines.len(), 4);
    assert_eq!(answer(&parquet, select).await, of_lines);
    assert_eq!(answer(&csv, select).await, of_lines);
}

#[tokio::test]
async fn csv_holds_lines_quotation_marks_and_numbers_that_are_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.csv");
    let text = "\"One line,\" she said.\n\nAnother, and \"a third\"\n".repeat(30);
    let row = |number: usize| format!("00{number},\"{}\"\r\n", text.replace('"', "\"\""));
    fs::write(&file, "id,text\r\n".to_owned() + &(0..40).map(row).collect::<String>()).unwrap();
    let select = "select count(*), min(id), min(text), max(text) from news";
    let rows = answer(&file.display().to_string(), select).await;
    assert_eq!(rows, [[json!(40), json!("000"), json!(text), json!(text)]]);
}

#[tokio::test]
async fn a_text_in_the_question_is_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json_lines(&folder);
    let one = answer(&lines, &format!("select attributions('{FERRY}')[1]['speaker']['name']")).await;
    assert_eq!(one, [[json!("Tom Arlo")]]);
    let nothing = answer(&lines, "select attributions(null)").await;
    assert_eq!(nothing, [[json!(null)]]);
}

#[tokio::test]
async fn columns_of_one_name_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let select = "select a.id, b.id from news a join news b on a.desk = b.desk and a.id < b.id order by a.id";
    let answer = question(&json_lines(&folder), select).await.unwrap();
    assert_eq!(answer.columns, ["id", "id"]);
    assert_eq!(answer.rows, [[json!("a"), json!("b")], [json!("c"), json!("d")]]);
}

/// Planners take functions to be cheap; these are not.
#[tokio::test]
async fn an_article_is_read_once_and_after_other_conditions() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json_lines(&folder);
    let select = "select id, r['error'] from (select id, desk, record(text) as r from news) \
                  where r['error'] is not null and desk = 'local'";
    let plans = answer(&lines, &format!("explain {select}")).await;
    let physical = plans.iter().find(|row| row[0] == "physical_plan").unwrap()[1].as_str().unwrap();
    assert_eq!(physical.matches("record(").count(), 1, "{physical}");
    let place = |what: &str| physical.find(what).unwrap_or_else(|| panic!("no {what} in {physical}"));
    assert!(place("record(") < place("desk@"), "what comes first stands last: {physical}");
    assert_eq!(answer(&lines, select).await, [[json!("b"), json!("no article text in this row")]]);
}

#[tokio::test]
async fn an_answer_is_cut_where_it_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut asked = Question {
        over: vec![json_lines(&folder)],
        select: "select id from news order by id".to_owned(),
        rows: 3,
        time: None,
        place: Place::Here { jobs: 1 },
    };
    let answer = ask(&asked).await.unwrap();
    assert_eq!((answer.rows.len(), answer.truncated), (3, true));
    asked.rows = 4;
    assert!(!ask(&asked).await.unwrap().truncated);
    asked.time = Some(Duration::ZERO);
    // takes days
    asked.select = "select count(*) from generate_series(1, 100000000000000)".to_owned();
    assert!(matches!(ask(&asked).await, Err(ClusterError::Time { seconds: 0 })));
}

#[tokio::test]
async fn only_questions_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json_lines(&folder);
    let out = folder.path().join("out.parquet");
    for statement in [
        format!("copy news to '{}'", out.display()),
        format!("create external table t stored as csv location '{}'", Path::new(&lines).display()),
        "insert into news select * from news".to_owned(),
        "set datafusion.execution.batch_size = 1".to_owned(),
    ] {
        let refused = question(&lines, &statement).await;
        assert!(matches!(refused, Err(ClusterError::NotAQuestion)), "{statement}: {refused:?}");
    }
    assert!(!out.exists());
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let lines = json_lines(&folder);
    let said = async |over: &str, select: &str| question(over, select).await.unwrap_err().to_string();
    assert!(said(&lines, "select attributions(1)").await.contains("give a text"), "a number is no text");
    let no_text = said(&lines, "select record(named_struct('id', id)) from news").await;
    assert!(no_text.contains("no column `text`"), "{no_text}");
    assert!(said("nowhere/*.parquet", "select 1").await.starts_with("nowhere/*.parquet: nothing there"));
    fs::write(folder.path().join("news.csv"), "text\n").unwrap();
    let two = said(&folder.path().join("*").display().to_string(), "select 1").await;
    assert!(two.contains("are of two kinds"), "{two}");
}
