import NIOCore
import NIOPosix

/// Runs the tasks of connections where they are resumed: on the event loop, where that resumes them, and else where tasks
/// run that name no place.
///
/// So a request that a loop reads is answered by it, without another thread having to be woken twice. What takes long
/// goes elsewhere by itself (``LongHandlers``).
final class ConnectionExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        guard let loop = MultiThreadedEventLoopGroup.currentEventLoop else {
            return globalConcurrentExecutor.enqueue(job)
        }
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
