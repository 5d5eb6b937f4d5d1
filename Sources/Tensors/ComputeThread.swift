import Glibc

/// Isolates to the one thread on which models compute.
///
/// OpenMP keeps a team of threads for every thread that starts parallel work: were operations called from the many threads of
/// Swift's concurrency, each would bring a team of its own, and the teams would fight for the cores.
@globalActor package actor Compute {
    package static let shared = Compute()

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        ComputeThread.shared.asUnownedSerialExecutor()
    }
}

/// A thread that runs jobs in the order of their arrival, as long as the process lives.
private final class ComputeThread: SerialExecutor, @unchecked Sendable {
    static let shared = ComputeThread()

    private var lock = pthread_mutex_t()
    private var arrived = pthread_cond_t()
    private var jobs: [UnownedJob] = []

    private init() {
        pthread_mutex_init(&lock, nil)
        pthread_cond_init(&arrived, nil)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ComputeThread>.fromOpaque(context).takeUnretainedValue().runForever()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(&lock)
        jobs.append(job)
        pthread_cond_signal(&arrived)
        pthread_mutex_unlock(&lock)
    }

    private func runForever() {
        while true {
            pthread_mutex_lock(&lock)
            while jobs.isEmpty { pthread_cond_wait(&arrived, &lock) }
            let job = jobs.removeFirst()
            pthread_mutex_unlock(&lock)
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
