import FoundationEssentials

/// What an answer says beside its pictures, or an event of a stream.
///
/// Servers of this shape differ in all but the pictures, so nothing is insisted on.
struct Answer {
    /// A picture of an answer.
    struct Item {
        /// The number of the file with its bytes; nil where none came.
        var file: Int?
        /// Where it is to be fetched.
        var url: String?
        /// The prompt as the service changed it.
        var revisedPrompt: String?

        init(_ json: JSONValue) {
            file = json["b64_json"]?.text.flatMap { Int($0) }
            url = json["url"]?.text
            revisedPrompt = json["revised_prompt"]?.text
        }
    }

    /// The kind of an event (`image_generation.completed`).
    var type: String?
    /// The picture of an event.
    var item: Item
    /// Which unfinished picture an event brings.
    var number: Int?
    /// The pictures of an answer.
    var data: [Item]
    /// The kind of file that they are.
    var format: String?
    /// What is paid for.
    var usage: ImagesClient.Usage?

    /// What JSON says.
    init(_ json: JSONValue) {
        type = json["type"]?.text
        item = Item(json)
        number = json["partial_image_index"]?.whole
        data = json["data"]?.values.map(Item.init) ?? []
        format = json["output_format"]?.text
        usage = json["usage"].flatMap(ImagesClient.Usage.init)
    }
}

extension ImagesClient.Usage {
    /// The counts that an answer tells; nil where it tells none.
    ///
    /// Input of unknown kind counts as text.
    init?(_ json: JSONValue) {
        guard case .object = json else { return nil }
        let input = json["input_tokens"]?.whole ?? 0
        let details = json["input_tokens_details"]
        let image = details?["image_tokens"]?.whole ?? 0
        let text = details?["text_tokens"]?.whole ?? input - image
        let output =
            json["output_tokens"]?.whole ?? (json["total_tokens"]?.whole ?? 0) - text - image
        self.init(text: max(text, 0), image: max(image, 0), output: max(output, 0))
    }
}
