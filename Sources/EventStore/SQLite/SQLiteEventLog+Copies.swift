import Crypto

extension SQLiteEventLog {
    /// Appends events of another log as new ones, in order and all or none; those added before are passed over.
    ///
    /// - Parameter places: where events of that log stand in this one; gets those of `events`.
    /// - Returns: How many were added.
    func appendCopies(of events: [RecordedEvent], _ places: inout PositionMap) async throws(AppendError) -> Int {
        let keys = events.map(Self.key)
        let (count, known) = try await onWriter { [places] writer in
            self.addCopies(of: events, keys: keys, places, with: writer)
        }
        places = known
        return count
    }

    /// On the writer's thread, where the next position is known.
    private func addCopies(
        of events: [RecordedEvent], keys: [String], _ places: PositionMap, with writer: LogWriter
    ) -> Result<(Int, PositionMap), AppendError> {
        var places = places
        var jobs: [WriteQueue.Job] = []
        var taken = Set<String>()
        do throws(StorageError) {
            for (event, key) in zip(events, keys) where taken.insert(key).inserted {
                if let known = try writer.statements.appended(underKey: key) {
                    places.add(event.position, at: known.appended.first)
                } else {
                    places.add(event.position, at: writer.head.advanced(by: jobs.count + 1))
                    jobs.append(Self.job(event, key: key, places))
                }
            }
        } catch {
            return .failure(.storage(error))
        }
        let count = jobs.count
        let committed = commit(jobs, with: writer)
        answer(jobs, committed)
        for result in committed?.replies ?? [] {
            if case .failure(let error) = result { return .failure(error) }
        }
        return .success((count, places))
    }

    private static func job(_ event: RecordedEvent, key: String, _ places: PositionMap) -> WriteQueue.Job {
        var metadata = event.metadata
        metadata.causation = metadata.causation.flatMap { places[$0] }
        let copy = ProposedEvent(type: event.type, version: event.version, payload: event.payload)
        let proposal = Proposal(
            raw: [copy], to: event.stream, durability: .synced, key: key, metadata: metadata)
        return WriteQueue.Job(proposal, [copy])
    }

    /// What stands for the event wherever it comes from: a digest of all of it.
    private static func key(of event: RecordedEvent) -> String {
        var line: [UInt8] = []
        EventLine.write(event, to: &line)
        return "import/" + Hexadecimal.text(bytes: SHA256.hash(data: line).prefix(16))
    }
}
