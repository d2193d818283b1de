import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// `GET /v1/tasks` and `GET /v1/tasks/{id}`: the task board, now or as of any position or time with `?at=`.
struct TaskRoutes: Sendable {
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/tasks") { call, context in
            await HTTPAnswer.reading { try await list(Query(call), context.owner) }
        }
        router.get("v1/tasks/:id") { call, context in
            await HTTPAnswer.reading { try await one(context.parameters.get("id") ?? "", Query(call), context.owner) }
        }
    }

    private func list(_ query: Query, _ owner: String?) async throws -> HTTPAnswer {
        let state = try query.choice("state", of: TaskState.allCases.map(\.rawValue)).flatMap(TaskState.init)
        let limit = try query.int("limit", in: 1...1000) ?? 100
        let view = try await PastView(host: host).view(TaskBoard.self, query)
        let head: JSONObject = ["position": .int(Int(view.position.value))]
        let board = view.value.json(state: state, owner: owner, limit: limit, now: view.time)
        return .json(.object(head.merging(board.object ?? [:])))
    }

    private func one(_ id: String, _ query: Query, _ owner: String?) async throws -> HTTPAnswer {
        let view = try await PastView(host: host).view(TaskBoard.self, query)
        guard let task = view.value.task(id, ownedBy: owner) else {
            return .problem(.notFound, "there is no such task")
        }
        return .json(task.json(now: view.time))
    }
}
