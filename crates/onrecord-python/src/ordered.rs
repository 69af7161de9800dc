//! Work on many items at once, results in the order of the items, asked for one by one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

type Work<T, U> = Arc<dyn Fn(T) -> U + Send + Sync>;

/// Threads at work. They end when this is dropped and what waits for them is done.
///
/// With one job there is no thread: an item is worked on when its result is asked for.
pub struct Ordered<T, U> {
    work: Work<T, U>,
    /// To the threads: an item, and where its result goes.
    threads: Option<Sender<(T, Sender<U>)>>,
    line: VecDeque<Waiting<T, U>>,
    room: usize,
}

enum Waiting<T, U> {
    Here(T),
    There(Receiver<U>),
}

/// A thread ended without a result, which is a bug of the work.
#[derive(Debug)]
pub struct Lost;

impl<T: Send + 'static, U: Send + 'static> Ordered<T, U> {
    /// `ahead` items wait or are worked on for each of the `jobs`.
    pub fn new(jobs: usize, ahead: usize, work: impl Fn(T) -> U + Send + Sync + 'static) -> Self {
        let work: Work<T, U> = Arc::new(work);
        let threads = (jobs > 1).then(|| start(jobs, &work));
        let room = if jobs > 1 { jobs * ahead } else { 1 };
        Ordered { work, threads, line: VecDeque::new(), room }
    }

    /// Whether another item may be given before a result is taken.
    pub fn has_room(&self) -> bool {
        self.line.len() < self.room
    }

    /// Gives one more item.
    pub fn push(&mut self, item: T) {
        self.line.push_back(match &self.threads {
            None => Waiting::Here(item),
            Some(threads) => {
                let (result, waiting) = unbounded();
                // the threads live as long as their sender; a result that never comes is seen by `pop`
                let _ = threads.send((item, result));
                Waiting::There(waiting)
            }
        });
    }

    /// Waits for the result of the item given first; `None` where none is under way.
    pub fn pop(&mut self) -> Option<Result<U, Lost>> {
        Some(match self.line.pop_front()? {
            Waiting::Here(item) => Ok((self.work)(item)),
            Waiting::There(result) => result.recv().map_err(|_| Lost),
        })
    }
}

fn start<T: Send + 'static, U: Send + 'static>(jobs: usize, work: &Work<T, U>) -> Sender<(T, Sender<U>)> {
    let (threads, items) = unbounded::<(T, Sender<U>)>();
    for _ in 0..jobs {
        let (items, work) = (items.clone(), Arc::clone(work));
        thread::spawn(move || {
            for (item, result) in items {
                // nobody waits where the whole was dropped
                let _ = result.send(work(item));
            }
        });
    }
    threads
}

/// As many jobs as were asked for, else one for each core.
pub fn jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)).max(1)
}
