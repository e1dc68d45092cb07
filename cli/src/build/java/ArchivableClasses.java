import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the classes of a jar that are older than Java 6 for Java 17, in place. Java's archives
 * of classes refuse such old ones, and with them all that extend or implement one: picocli is
 * compiled for Java 5, and without this none of it, and little of the command, could start from an
 * archive. What the classes do stays the same: only the frames for the verifier are added.
 */
final class ArchivableClasses {
  /** The last version of class files without frames: Java 5. */
  private static final int OLD = Opcodes.V1_5;

  private static final int NEW = Opcodes.V17;

  private ArchivableClasses() {}

  /**
   * Rewrites them.
   *
   * @param args the path of the jar, and the folder in which to look, such as {@code picocli}
   */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        FileSystem files = FileSystems.newFileSystem(jar);
        Stream<Path> paths = Files.walk(files.getPath(args[1]))) {
      List<Path> classes = paths.filter(path -> path.toString().endsWith(".class")).toList();
      if (classes.isEmpty()) {
        throw new IllegalStateException(
            "Cannot rewrite the classes in " + args[1] + ": " + jar + " has none there");
      }
      // None is old if the jar was made by an earlier build and is still up to date.
      for (Path path : classes) {
        byte[] before = Files.readAllBytes(path);
        if (version(before) <= OLD) {
          FileTime time = Files.getLastModifiedTime(path);
          Files.write(path, rewrite(before, loader));
          // The same bytes of the jar in every build.
          Files.setLastModifiedTime(path, time);
        }
      }
    }
  }

  private static int version(byte[] classFile) {
    return ByteBuffer.wrap(classFile).getShort(6);
  }

  private static byte[] rewrite(byte[] before, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    new ClassReader(before)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  String signature,
                  String superName,
                  String[] interfaces) {
                super.visit(NEW, access, name, signature, superName, interfaces);
              }
            },
            ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
