//! Work on many items at once, results in the order of the items, memory for few of them.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Items under way for each worker: enough that a long article does not leave the others idle.
const AHEAD: usize = 8;

/// Works on every item with `jobs` threads and hands the results to `take`, in the order of the items.
///
/// At most `AHEAD * jobs` items are held at any moment, however long one of them takes. With one
/// job everything happens on the calling thread.
///
/// # Errors
/// The first error of `take`; no item after it is taken, and the threads end.
pub fn map<T, U, E>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    U: Send,
{
    if jobs <= 1 {
        return items.map(work).try_for_each(take);
    }
    // each item waits in line with the channel its result will come through: the line keeps the order
    // and, being bounded, keeps the reader from running ahead
    let (line_in, line_out) = bounded::<Receiver<U>>(AHEAD * jobs);
    let (work_in, work_out) = bounded::<(T, Sender<U>)>(AHEAD * jobs);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (result_in, result_out) = bounded(1);
                if line_in.send(result_out).is_err() || work_in.send((item, result_in)).is_err() {
                    return;
                }
            }
        });
        for _ in 0..jobs {
            let (work_out, work) = (work_out.clone(), &work);
            scope.spawn(move || {
                for (item, result) in work_out {
                    // nobody waits for it where `take` failed
                    let _ = result.send(work(item));
                }
            });
        }
        drop(work_out);
        for result in line_out {
            // the channel closes without a result only where a worker panicked, which the scope passes on
            if let Ok(result) = result.recv() {
                take(result)?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn order_is_kept_whatever_the_items_cost() {
        for jobs in [1, 2, 5] {
            let mut seen = Vec::new();
            let work = |n: u64| {
                (0..(n * 7919) % 5000).for_each(|step| {
                    std::hint::black_box(step);
                });
                n
            };
            map(0..500, jobs, work, |n| {
                seen.push(n);
                Ok::<(), ()>(())
            })
            .unwrap();
            assert_eq!(seen, (0..500).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_everything() {
        for jobs in [1, 3] {
            let read = AtomicUsize::new(0);
            let items = (0..1_000_000).inspect(|_| {
                read.fetch_add(1, Ordering::Relaxed);
            });
            let result = map(items, jobs, |n| n, |n| if n == 10 { Err(n) } else { Ok(()) });
            assert_eq!(result, Err(10));
            assert!(read.into_inner() < 1000, "the reader ran on");
        }
    }

    #[test]
    fn the_reader_does_not_run_ahead_of_the_taker() {
        let (read, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..2_000).inspect(|_| {
            let ahead = read.fetch_add(1, Ordering::SeqCst)
                - taken.load(Ordering::SeqCst).min(read.load(Ordering::SeqCst));
            // the line, the work waiting, what each worker holds, and what the reader holds itself
            assert!(ahead <= 2 * (AHEAD * 2) + 4, "{ahead} items ahead");
        });
        map(
            items,
            2,
            |n| n,
            |_| {
                taken.fetch_add(1, Ordering::SeqCst);
                Ok::<(), ()>(())
            },
        )
        .unwrap();
    }
}
