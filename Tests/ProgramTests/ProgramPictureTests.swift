import Images
import TestSupport
import Testing

/// The program's own pictures beside what diffusers made of the same models and the same words.
@Suite struct ProgramPictureTests {
    @Test(arguments: ["sd", "sd_old_names", "sd_v", "sd_wide", "sdxl", "sdxl_turbo"])
    func picturesAreDiffusers(_ pipeline: String) throws {
        let folder = try TemporaryFolder()
        let model = Fixtures.path("pipelines/" + pipeline)
        let commands = """
            load \(model) fp32 cpu; set seed 42; set steps 4; set size 64x96
            gen "a lion having coffee" negative="blurry"
            save $last out.png
            """
        let outcome = try BuiltProgram.run(["-c", commands], in: folder.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let picture = try PNGFile.read(folder.path + "/out.png").image
        let reference = try ReferenceFile("pipelines/\(pipeline)/expected.safetensors")
        let expected = RGBImage(
            width: 64, height: 96, bytes: try #require(reference.bytes("a.image")))
        let difference = try #require(ImageDifference(picture, expected))
        #expect(difference.largest <= 1)
    }

    /// A model of one file, and what diffusers made of that file; then the same weights as a folder.
    @Test(arguments: ["sd15", "sdxl"])
    func aSingleFileIsDiffusersAndItsFolder(_ model: String) throws {
        let folder = try TemporaryFolder()
        let path = Fixtures.path("single_file/" + model)
        let request = #"gen "a lion having coffee" negative="blurry""#
        let commands = """
            load \(path).safetensors fp32 cpu; set seed 42; set steps 4; set size 64x96
            \(request)
            save $last file.png
            load \(path) fp32 cpu
            \(request)
            save $last folder.png
            """
        let outcome = try BuiltProgram.run(["-c", commands], in: folder.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let file = try PNGFile.read(folder.path + "/file.png").image
        #expect(try PNGFile.read(folder.path + "/folder.png").image == file)
        let reference = try ReferenceFile("single_file/\(model).expected.safetensors")
        let expected = RGBImage(
            width: 64, height: 96, bytes: try #require(reference.bytes("image")))
        let difference = try #require(ImageDifference(file, expected))
        #expect(difference.largest <= 1)
    }
}
