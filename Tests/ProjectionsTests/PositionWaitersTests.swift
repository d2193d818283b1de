import EventStore
import Testing

@testable import Projections

@Suite("Those who wait for a position")
struct PositionWaitersTests {
    private let waiters = PositionWaiters(timeout: .seconds(60))

    @Test("go on when it has come, whether they came before or after")
    func arrival() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...20 { group.addTask { try await waiters.wait(for: Position(UInt64(number))) } }
            for number in 1...20 { waiters.note(Position(UInt64(number))) }
            try await group.waitForAll()
        }
        try await waiters.wait(for: Position(20))
    }

    @Test("hear how far it got where their time is over")
    func late() async {
        waiters.note(Position(3))
        await #expect(throws: ProjectionError.timedOut(waitingFor: Position(4), at: Position(3))) {
            try await waiters.wait(for: Position(4), timeout: .zero)
        }
    }

    @Test("hear of the end, and may wait again after a new beginning")
    func end() async throws {
        waiters.stop()
        await #expect(throws: ProjectionError.stopped(waitingFor: Position(1))) {
            try await waiters.wait(for: Position(1))
        }
        waiters.begin()
        async let arrived: Void = waiters.wait(for: Position(1))
        waiters.note(Position(1))
        try await arrived
    }

    @Test("wait for what was there before, where all is applied anew")
    func anew() async {
        waiters.note(Position(9))
        waiters.note(.start)
        await #expect(throws: ProjectionError.timedOut(waitingFor: Position(9), at: .start)) {
            try await waiters.wait(for: Position(9), timeout: .zero)
        }
    }

    @Test("hear that they are to stop where their task is cancelled")
    func cancelled() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: ProjectionError.stopped(waitingFor: Position(1))) {
                    try await waiters.wait(for: Position(1))
                }
            }
            group.cancelAll()
        }
    }
}
