import Glibc
import Synchronization

/// The one thread on which models compute.
///
/// OpenMP keeps a team of threads for every thread that starts parallel work: were operations called from the many threads of
/// Swift's concurrency, each would bring a team of its own, and the teams would fight for the cores.
package final class ComputeThread: TaskExecutor, SerialExecutor, Sendable {
    /// The process's compute thread.
    package static let shared = ComputeThread()

    private let queue = JobQueue()

    private init() {
        let queue = queue
        var thread = pthread_t()
        let context = Unmanaged.passRetained(queue).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue().runForever()
                return nil
            }, context)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        queue.add(UnownedJob(job), self)
    }
}

/// Jobs that wait for the compute thread.
private final class JobQueue: @unchecked Sendable {
    private var lock = pthread_mutex_t()
    private var arrived = pthread_cond_t()
    private var jobs: [(job: UnownedJob, executor: ComputeThread)] = []

    init() {
        pthread_mutex_init(&lock, nil)
        pthread_cond_init(&arrived, nil)
    }

    func add(_ job: UnownedJob, _ executor: ComputeThread) {
        pthread_mutex_lock(&lock)
        jobs.append((job, executor))
        pthread_cond_signal(&arrived)
        pthread_mutex_unlock(&lock)
    }

    func runForever() {
        while true {
            pthread_mutex_lock(&lock)
            while jobs.isEmpty { pthread_cond_wait(&arrived, &lock) }
            let next = jobs.removeFirst()
            pthread_mutex_unlock(&lock)
            next.job.runSynchronously(
                isolatedTo: next.executor.asUnownedSerialExecutor(),
                taskExecutor: next.executor.asUnownedTaskExecutor())
        }
    }
}
