//! Fills an archive with made-up articles and tells how long the questions take as it grows.
//!
//! `cargo run --release -p onrecord-archive --example scale -- [STATEMENTS] [FILE]`
//!
//! The words are invented, with the frequencies of a language: few are very common, most are rare. A
//! fifth of the statements retell an earlier one whole, in part or with words changed.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use cpu_time::ProcessTime;
use onrecord::record::{
    Act, ActKind, Document, Entity, Form, Kind, Mention, MentionKind, Party, Record, Span, Speaker,
    Statement, Words,
};
use onrecord_archive::{Archive, Query, TraceQuery, WhoQuery};

/// Words of the invented language.
const VOCABULARY: usize = 40_000;
/// People of the invented world.
const PEOPLE: usize = 20_000;
/// Statements of an article.
const STATEMENTS: usize = 15;
/// How many earlier statements may be told again.
const MEMORY: usize = 3000;
/// How many times each question is asked.
const QUESTIONS: usize = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let statements: usize = arguments.next().map_or(Ok(100_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let path = arguments.next().map_or_else(|| folder.path().join("scale.db"), PathBuf::from);
    let mut archive = Archive::create(&path)?;
    let mut world = World::new();
    let mut next = 10_000.min(statements);
    let mut added = Vec::new();
    println!(
        "{:>10} {:>8} {:>7} | {:>15} {:>15} {:>15} {:>15} {:>15} | {:>9}",
        "statements",
        "families",
        "B each",
        "add p50/p95 ms",
        "search",
        "filtered",
        "trace",
        "who",
        "outlets ms"
    );
    loop {
        let record = world.article();
        added.push(time(|| archive.add(&record).map(|_| ()))?);
        if world.count >= next {
            let last = added.len().saturating_sub(1000);
            report(&archive, &mut world, &mut added[last..])?;
            if next >= statements {
                return Ok(());
            }
            // 10,000, 30,000, 100,000, ...
            let ten = next.ilog10();
            next = if next == 10_usize.pow(ten) { next * 3 } else { 10_usize.pow(ten + 1) }.min(statements);
        }
    }
}

fn report(archive: &Archive, world: &mut World, added: &mut [Duration]) -> Result<(), Box<dyn Error>> {
    let counts = archive.counts()?;
    let size = std::fs::metadata(archive.path())?.len();
    let (mut search, mut filtered, mut trace, mut who) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 0..QUESTIONS {
        let words = world.question(1 + number % 3);
        let query = Query { words: words.clone(), ..Query::default() };
        search.push(time(|| archive.search(&query).map(|_| ()))?);
        let person = world.person();
        let query = Query {
            words: if number % 2 == 0 { words } else { String::new() },
            speaker: (number % 3 > 0).then(|| world.people[person].clone()),
            outlet: (number % 4 == 0).then(|| "Outlet 7".to_owned()),
            since: Some("2029-03".to_owned()),
            until: Some("2031-08-04".to_owned()),
            form: Some(Form::Direct),
            ..Query::default()
        };
        filtered.push(time(|| archive.search(&query).map(|_| ()))?);
        let told = world.told[number * 7 % world.told.len()].clone();
        trace.push(time(|| archive.trace(&TraceQuery::Words(told)).map(|_| ()))?);
        let query = WhoQuery { name: world.people[person].clone(), ..WhoQuery::default() };
        who.push(time(|| archive.who(&query).map(|_| ()).or(Ok(())))?);
    }
    let outlets = time(|| archive.outlets().map(|_| ()))?;
    println!(
        "{:>10} {:>8} {:>7} | {:>15} {:>15} {:>15} {:>15} {:>15} | {:>9.0}",
        counts.statements,
        counts.families,
        size / counts.statements.max(1),
        middle_and_most(added),
        middle_and_most(&mut search),
        middle_and_most(&mut filtered),
        middle_and_most(&mut trace),
        middle_and_most(&mut who),
        outlets.as_secs_f64() * 1000.0
    );
    Ok(())
}

fn time(
    question: impl FnOnce() -> Result<(), onrecord_archive::ArchiveError>,
) -> Result<Duration, onrecord_archive::ArchiveError> {
    // time on a processor: whatever else runs on the machine does not count
    let start = ProcessTime::now();
    question()?;
    Ok(start.elapsed())
}

fn middle_and_most(times: &mut [Duration]) -> String {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    format!("{:.2} / {:.2}", at(50), at(95))
}

/// An invented world, the same at every run.
struct World {
    seed: u64,
    words: Vec<String>,
    people: Vec<String>,
    /// Statements that may be told again.
    told: Vec<String>,
    count: usize,
    articles: usize,
}

impl World {
    fn new() -> Self {
        let mut world =
            World { seed: 7, words: Vec::new(), people: Vec::new(), told: Vec::new(), count: 0, articles: 0 };
        let function =
            "the of to and a in that is was he for it with as his on be at by had not are but from";
        world.words = function.split(' ').map(str::to_owned).collect();
        while world.words.len() < VOCABULARY {
            let word = world.invent();
            world.words.push(word);
        }
        let capital = |word: String| word[..1].to_uppercase() + &word[1..];
        for _ in 0..PEOPLE {
            let name = format!("{} {}", capital(world.invent()), capital(world.invent()));
            world.people.push(name);
        }
        world
    }

    fn random(&mut self, below: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed % below as u64) as usize
    }

    /// A number below, the small ones far more often.
    fn zipf(&mut self, below: usize) -> usize {
        let even = self.random(1 << 30) as f64 / f64::from(1 << 30);
        ((below as f64).powf(even) - 1.0) as usize
    }

    fn invent(&mut self) -> String {
        let syllables = 2 + self.random(3);
        (0..syllables)
            .map(|_| {
                format!("{}{}", b"bdfgklmnprstvz"[self.random(14)] as char, b"aeiou"[self.random(5)] as char)
            })
            .collect()
    }

    fn word(&mut self) -> String {
        let at = self.zipf(VOCABULARY);
        self.words[at].clone()
    }

    fn person(&mut self) -> usize {
        self.zipf(PEOPLE)
    }

    fn sentence(&mut self, length: usize) -> String {
        (0..length).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// Words of a statement that was made.
    fn question(&mut self, count: usize) -> String {
        let at = self.random(self.told.len());
        let words: Vec<String> = self.told[at].split(' ').map(str::to_owned).collect();
        let start = self.random(words.len().saturating_sub(count).max(1));
        words[start..(start + count).min(words.len())].join(" ")
    }

    /// A statement: new words, or old ones told again.
    fn content(&mut self) -> String {
        if self.told.len() < 100 || self.random(5) > 0 {
            let length = 10 + self.random(20);
            let content = self.sentence(length);
            if self.told.len() < MEMORY {
                self.told.push(content.clone());
            } else {
                let at = self.random(MEMORY);
                self.told[at].clone_from(&content);
            }
            return content;
        }
        let at = self.random(self.told.len());
        let mut words: Vec<String> = self.told[at].split(' ').map(str::to_owned).collect();
        match self.random(3) {
            0 => {}
            1 => words.truncate(words.len() - 3),
            _ => {
                let at = self.random(words.len());
                words[at] = self.word();
            }
        }
        words.join(" ")
    }

    fn article(&mut self) -> Record {
        self.articles += 1;
        self.count += STATEMENTS;
        let day = self.articles * 4000 / 70_000;
        let document = Document {
            url: Some(format!("https://outlet.example/news/2031/05/{}/a-story-of-the-day", self.articles)),
            outlet: Some(format!("Outlet {}", self.zipf(200))),
            title: Some(self.sentence(9)),
            published: Some(format!("{}-{:02}-{:02}", 2025 + day / 336, day / 28 % 12 + 1, day % 28 + 1)),
            language: Some("en".to_owned()),
            ..Document::default()
        };
        let mut record = Record { document, ..Record::default() };
        let mut text = String::new();
        let speakers: Vec<usize> = (0..6).map(|_| self.person()).collect();
        for (number, speaker) in speakers.iter().enumerate() {
            record.entities.push(Entity {
                id: format!("e{}", number + 1),
                name: self.people[*speaker].clone(),
                kind: Kind::Person,
                roles: vec![self.sentence(2)],
                mentions: Vec::new(),
            });
        }
        for number in 0..STATEMENTS {
            let content = self.content();
            let who = number % speakers.len();
            let span = |text: &mut String, words: &str| {
                let start = text.chars().count() as u32;
                text.push_str(words);
                Words { text: words.to_owned(), spans: vec![Span { start, end: start + words.len() as u32 }] }
            };
            text.push('“');
            let content = span(&mut text, &content);
            text.push_str("” ");
            let name = self.people[speakers[who]].clone();
            let source = span(&mut text, &name);
            text.push(' ');
            let cue = span(&mut text, "said");
            text.push_str(". ");
            text.push_str(&self.sentence(20));
            text.push_str(".\n\n");
            let entity = &mut record.entities[who];
            let mention = |text: &str, span, kind| Mention { text: text.to_owned(), span, kind };
            entity.mentions.push(mention(&name, source.spans[0], MentionKind::Name));
            entity.mentions.push(mention("she", cue.spans[0], MentionKind::Pronoun));
            entity.mentions.push(mention("the chair", cue.spans[0], MentionKind::Nominal));
            let via = (number % 8 == 0).then(|| Party { entity: Some("e1".to_owned()), name: name.clone() });
            record.statements.push(Statement {
                id: format!("s{}", number + 1),
                form: if number % 2 == 0 { Form::Direct } else { Form::Indirect },
                act: Act { kind: ActKind::States, negated: false },
                content,
                cue: Some(cue),
                source: Some(source),
                speaker: Speaker {
                    entity: Some(entity.id.clone()),
                    name: Some(name),
                    kind: Kind::Person,
                    anonymous: number % 9 == 0,
                    ..Speaker::default()
                },
                via: via.into_iter().collect(),
                inside: None,
                when: None,
                place: None,
                condition: None,
                confidence: 0.9,
            });
        }
        record.document.text = Some(text);
        record
    }
}
