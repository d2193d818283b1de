extension SQLiteEventLog {
    /// Continues the log with events as another copy of it holds them: positions, times, revisions and payloads stay.
    ///
    /// Synced, and sealed at once. Positions that the events leave out stay empty for good: reading finds nothing there.
    ///
    /// - Throws: `invalid`, naming the event, unless positions rise from beyond the head, times do not fall, and each
    ///   revision lies beyond its stream's last. Nothing is written then.
    func restore(_ events: [RecordedEvent]) async throws(AppendError) {
        try await onWriter { [contents, signal] writer in
            let result = writer.restore(events)
            guard case .success(let segments) = result else { return result.map { _ in } }
            var directory = contents.directory
            for segment in segments { directory.append(segment.summary) }
            contents.replace(directory: directory, unsealed: [])
            signal.advance(to: contents.head)
            return .success(())
        }
    }
}

extension LogWriter {
    /// Seals the events, and those that waited before them; gives the new segments.
    func restore(_ events: [RecordedEvent]) -> Result<[Segment], AppendError> {
        guard let last = events.last else { return .success([]) }
        let before = (head, lastTime, chain)
        do throws(StorageError) {
            if let reason = try fault(in: events) {
                streams.forget()
                return .failure(.invalid(reason))
            }
            try sync(true)
            let segments = try sealAll(reader.contents.unsealed() + events)
            try connection.transaction { () throws(StorageError) in try insertWithGaps(segments) }
            frames.clear()
            (head, lastTime) = (last.position, last.time)
            return .success(segments)
        } catch {
            (head, lastTime, chain) = before
            streams.forget()
            return .failure(.storage(error))
        }
    }

    /// Why the events do not continue the log; notes their streams' revisions.
    private func fault(in events: [RecordedEvent]) throws(StorageError) -> String? {
        var (position, time) = (head, lastTime)
        for event in events {
            if event.position <= position { return "event \(event.position) comes after \(position) in the log" }
            if event.time < time { return "event \(event.position) has a time before that of the event before it" }
            let stream = event.hashedStream
            let current = try streams.revision(of: stream, search: reader.revision)
            if let current, event.revision <= current {
                return
                    "event \(event.position) has revision \(event.revision) of stream '\(event.stream)', which is at "
                    + "\(current) already"
            }
            streams.advance(stream, to: event.revision, isNew: current == nil)
            (position, time) = (event.position, event.time)
        }
        return nil
    }

    /// Notes what lies between the segments as removed: it was never there, and nothing is damaged.
    private func insertWithGaps(_ segments: [Segment]) throws(StorageError) {
        var next = reader.contents.sealedThrough.advanced(by: 1)
        for segment in segments {
            if segment.first > next {
                try connection.prepare("INSERT INTO removed(first, last, digest) VALUES (?1, ?2, ?3)")
                    .run(.int(Int64(next.value)), .int(Int64(segment.first.value) - 1), .blob(chain.digest))
            }
            try insert([segment])
            next = segment.last.advanced(by: 1)
        }
    }

    private func sealAll(_ events: ArraySlice<RecordedEvent>) throws(StorageError) -> [Segment] {
        var segments = try sealer.seal(events)
        let rest = events.dropFirst(segments.reduce(0) { $0 + $1.count })
        if !rest.isEmpty { segments.append(try sealer.sealLast(rest)) }
        return segments
    }
}
