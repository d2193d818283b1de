import Foundation
import Synchronization
import Testing

@testable import EventStore

@Suite("The queue before the writer", .timeLimit(.minutes(5)))
struct WriteQueueTests {
    private let stream = StreamName("task", "one")

    private func proposal(_ number: Int, _ durability: Durability = .committed) -> Proposal {
        Proposal([progressed(number)], to: stream, durability: durability)
    }

    private func job(_ number: Int) throws -> WriteQueue.Job {
        WriteQueue.Job(proposal(number), try ProposedEvent.encode(proposal(number)))
    }

    /// A queue whose writer does nothing but note what it got, and stays where `isHeld` says so.
    private final class Listening: Sendable {
        let queue = WriteQueue(eventLimit: 1000, byteLimit: 1 << 20)
        let groups = Mutex<[Int]>([])

        init() {
            let thread = Thread { [self] in
                while true {
                    let group = queue.next()
                    if group.isClosing { return }
                    if !group.jobs.isEmpty { groups.withLock { $0.append(group.jobs.count) } }
                }
            }
            thread.start()
        }

        /// Once the writer has nothing to do.
        func borrow(_ proposal: Proposal) async throws -> [WriteQueue.Job] {
            let job = WriteQueue.Job(proposal, try ProposedEvent.encode(proposal))
            while true {
                if let jobs = queue.borrow(for: job) { return jobs }
                await Task.yield()
            }
        }
    }

    @Test("lets an appender who is alone commit himself, one at a time")
    func lending() async throws {
        let listening = Listening()
        let queue = listening.queue
        #expect(try await listening.borrow(proposal(1)).count == 1)
        #expect(try queue.borrow(for: job(2)) == nil)
        queue.giveBack()
        #expect(try await listening.borrow(proposal(3)).count == 1)
        queue.giveBack()
        #expect(listening.groups.withLock { $0 } == [])
        queue.close()
    }

    @Test("never lets an appender do what has to be synced, or what is large")
    func synced() async throws {
        let listening = Listening()
        let queue = listening.queue
        _ = try await listening.borrow(proposal(1))
        queue.giveBack()
        let synced = proposal(2, .synced)
        #expect(queue.borrow(for: WriteQueue.Job(synced, try ProposedEvent.encode(synced))) == nil)
        let large = Proposal((0..<65).map(progressed), to: stream)
        #expect(queue.borrow(for: WriteQueue.Job(large, try ProposedEvent.encode(large))) == nil)
        queue.close()
    }

    @Test("hands what came meanwhile, and what could not be committed, to the writer in order")
    func givingBack() async throws {
        let listening = Listening()
        let queue = listening.queue
        let jobs = try await listening.borrow(proposal(1))
        try queue.add(job(2))
        queue.giveBack(jobs)
        while listening.groups.withLock({ $0.isEmpty }) { await Task.yield() }
        #expect(listening.groups.withLock { $0 } == [2])
        queue.close()
    }

    // MARK: Turns

    /// A queue whose writer has nothing to do.
    private func idle() async throws -> Listening {
        let listening = Listening()
        _ = try await listening.borrow(proposal(0))
        listening.queue.giveBack()
        return listening
    }

    @Test("the first of a turn promises to commit for all of it")
    func promise() async throws {
        let listening = try await idle()
        let queue = listening.queue
        #expect(try queue.add(job(1), by: .loop))
        #expect(try !queue.add(job(2), by: .loop))
        #expect(queue.redeem()?.count == 2)
        #expect(queue.redeem() == nil)
        #expect(!queue.giveBack(to: .loop))
        #expect(listening.groups.withLock { $0 } == [])
        queue.close()
    }

    @Test("what came while it committed is promised once more")
    func promiseAgain() async throws {
        let queue = try await idle().queue
        #expect(try queue.add(job(1), by: .loop))
        _ = queue.redeem()
        #expect(try !queue.add(job(2), by: .loop))
        #expect(queue.giveBack(to: .loop))
        #expect(queue.redeem()?.count == 1)
        queue.giveBack()
        queue.close()
    }

    @Test("whoever waits and has no turns has the writer's thread do it, with what was promised")
    func takenOver() async throws {
        let listening = try await idle()
        let queue = listening.queue
        #expect(try queue.add(job(1), by: .loop))
        let result: Result<Appended, AppendError> = await withUnsafeContinuation { reply in
            // Nobody answers here: the listener only notes what it got.
            var waiting = WriteQueue.Job(proposal(2), [])
            waiting.reply = reply
            _ = try? queue.add(waiting)
            reply.resume(returning: .failure(.closed))
        }
        #expect(throws: AppendError.closed) { try result.get() }
        while listening.groups.withLock({ $0.isEmpty }) { await Task.yield() }
        #expect(listening.groups.withLock { $0 } == [2])
        #expect(queue.redeem() == nil)
        queue.close()
    }

    @Test("what has to be synced, or is large, is not promised")
    func notPromised() async throws {
        let listening = try await idle()
        let queue = listening.queue
        let synced = proposal(1, .synced)
        let first = WriteQueue.Job(synced, try ProposedEvent.encode(synced))
        #expect(try !queue.add(first, by: .loop))
        while listening.groups.withLock({ $0.isEmpty }) { await Task.yield() }
        let large = Proposal((0..<513).map(progressed), to: stream)
        #expect(try !queue.add(WriteQueue.Job(large, try ProposedEvent.encode(large)), by: .loop))
        queue.close()
    }

    @Test("that the log needs looking after is no reason to promise: the thread does it, once")
    func upkeep() async throws {
        let queue = WriteQueue(eventLimit: 1000, byteLimit: 1 << 20)
        try queue.add(job(1))
        #expect(queue.next().jobs.count == 1)
        let wanted = Mutex(0)
        let thread = Thread {
            while true {
                let group = queue.next()
                if group.wantsUpkeep { wanted.withLock { $0 += 1 } }
                if group.isClosing { return }
            }
        }
        thread.start()
        while try !queue.add(job(2), by: .loop) { await Task.yield() }
        _ = queue.redeem()
        #expect(!queue.giveBack(needsUpkeep: true, to: .loop))
        while wanted.withLock({ $0 }) == 0 { await Task.yield() }
        #expect(queue.redeem() == nil)
        queue.close()
        #expect(wanted.withLock { $0 } == 1)
    }

    @Test("a turn's appends are committed when it is over, each once")
    func turns() async throws {
        let ends = Mutex<[@Sendable () -> Void]>([])
        let turns = Turns(isUnderWay: { true }, atEnd: { work in ends.withLock { $0.append(work) } })
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder, turns: turns)
            var (promises, rounds) = (0, 0)
            // Those who do not meet commit for themselves.
            while promises < 10 {
                rounds += 1
                let goal = UInt64(8 * rounds)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 { group.addTask { try await log.append(proposal(number)) } }
                    while log.head.value < goal {
                        let due = ends.withLock { ends in
                            defer { ends = [] }
                            return ends
                        }
                        promises += due.count
                        for end in due { end() }
                        await Task.yield()
                    }
                    try await group.waitForAll()
                }
            }
            let positions = try await log.readAll(.all).map(\.position.value)
            #expect(positions == Array(1...UInt64(8 * rounds)))
            await log.close()
        }
    }

    @Test("what nobody waits for is taken up to the job that fills a segment", arguments: [0, 1, 700, 1023, 1500])
    func fullSegments(unsealed: Int) throws {
        let proposal = Proposal((0..<3).map(progressed), to: stream)
        let job = WriteQueue.Job(proposal, try ProposedEvent.encode(proposal))
        var group = WriteQueue.Group(jobs: Array(repeating: job, count: 700))
        let rest = group.split(after: unsealed)
        let taken = unsealed + group.jobs.count * 3
        #expect(group.jobs.count + rest.count == 700)
        #expect(taken % Segment.sealedCount < 3)
        #expect(taken / Segment.sealedCount == (unsealed + 2100) / Segment.sealedCount)
    }

    @Test("what fills no segment is taken as it is")
    func noSegment() throws {
        var group = WriteQueue.Group(jobs: try (0..<3).map(job))
        #expect(group.split(after: 1500).isEmpty)
        #expect(group.jobs.count == 3)
    }

    @Test("an append takes along what its task had enqueued before, in order")
    func order() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for round in 0..<50 {
                try log.enqueue(proposal(2 * round))
                let appended = try await log.append(proposal(2 * round + 1))
                #expect(appended.last.value == UInt64(2 * round + 2))
            }
            let numbers = try await log.readAll(.all).compactMap { $0.body(as: TaskProgressed.self)?.progress }
            #expect(numbers == (0..<100).map(Double.init))
            await log.close()
        }
    }

    @Test("a crowd loses nobody, and nobody's order", arguments: [Durability.committed, .synced])
    func crowd(_ durability: Durability) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for appender in 0..<24 {
                    group.addTask {
                        for number in 0..<100 {
                            let stream = StreamName("task", "\(appender)")
                            let appended = try await log.append(
                                [progressed(number)], to: stream, durability: durability)
                            #expect(appended.revision.value == UInt64(number))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let positions = try await log.readAll(.all).map(\.position.value)
            #expect(positions == Array(1...2400))
            await log.close()
        }
    }
}
