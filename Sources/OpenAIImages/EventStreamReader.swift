/// Reads a stream of server-sent events, whose data is JSON with pictures.
struct EventStreamReader {
    private enum Place {
        case field
        case blank
        case data
        case rest
    }

    private let pictureLimit: Int
    private var place = Place.field
    private var field: [UInt8] = []
    private var extractor: PictureExtractor
    private var hasData = false

    /// A reader of events with pictures up to this size.
    init(pictureLimit: Int) {
        self.pictureLimit = pictureLimit
        extractor = PictureExtractor(pictureLimit: pictureLimit)
    }

    /// Takes the next bytes; gives the events that end in them.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(RemoteError) -> [PictureExtractor] {
        var events: [PictureExtractor] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if case .data = place {
                let end = bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
                try extractor.take(UnsafeRawBufferPointer(rebasing: bytes[index..<end]))
                index = end
                guard index < bytes.endIndex else { break }
            }
            if let event = take(bytes[index]) { events.append(event) }
            index += 1
        }
        return events
    }

    /// The event that the end of the stream ends; nil where there is none.
    mutating func finish() -> PictureExtractor? { endEvent() }

    private mutating func take(_ byte: UInt8) -> PictureExtractor? {
        switch (place, byte) {
        // Of a line that ends in both, the second is an empty line of its own to nobody.
        case (_, UInt8(ascii: "\r")): return nil
        case (.field, UInt8(ascii: "\n")):
            let isEmpty = field.isEmpty
            field = []
            return isEmpty ? endEvent() : nil
        case (_, UInt8(ascii: "\n")):
            place = .field
            field = []
        case (.field, UInt8(ascii: ":")):
            place = field == Array("data".utf8) ? .blank : .rest
            if place == .blank { hasData = true }
        case (.field, _): if field.count < 16 { field.append(byte) }
        case (.blank, _):
            place = .data
            if byte != UInt8(ascii: " ") {
                // Data may begin right after the colon.
                withUnsafeBytes(of: byte) { try? extractor.take($0) }
            }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> PictureExtractor? {
        defer {
            hasData = false
            extractor = PictureExtractor(pictureLimit: pictureLimit)
        }
        return hasData ? extractor : nil
    }
}
