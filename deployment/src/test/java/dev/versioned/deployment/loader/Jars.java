package dev.versioned.deployment.loader;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources, and packs classes into jars. */
public final class Jars {
  private final Path classes;

  private Jars(Path classes) {
    this.classes = classes;
  }

  /** Compiles all sources at once: class name to text. */
  public static Jars compile(Path directory, Map<String, String> sources, String... options)
      throws IOException {
    Path classes = Files.createTempDirectory(directory, "classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> all =
        new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", classPathOfTests()));
    all.addAll(List.of(options));
    StringWriter errors = new StringWriter();
    List<Source> files =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), each.getValue()))
            .toList();
    if (!compiler.getTask(errors, null, null, all, null, files).call()) {
      throw new IllegalArgumentException(errors.toString());
    }
    return new Jars(classes);
  }

  private static String classPathOfTests() {
    return Stream.of(Handler.class, org.slf4j.Logger.class)
        .map(each -> each.getProtectionDomain().getCodeSource().getLocation().toString())
        .map(location -> Path.of(URI.create(location)).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Starts a jar. */
  public Jar jar() {
    return new Jar();
  }

  public final class Jar {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    private Jar() {
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    public Jar manifest(String name, String value) {
      manifest.getMainAttributes().putValue(name, value);
      return this;
    }

    /** Adds a class and those inside it, at a folder of the jar. */
    public Jar classAt(String folder, String name) throws IOException {
      Path file = classes.resolve(name.replace('.', '/') + ".class");
      String simple = name.substring(name.lastIndexOf('.') + 1);
      try (Stream<Path> siblings = Files.list(file.getParent())) {
        for (Path each : siblings.sorted().toList()) {
          String own = each.getFileName().toString();
          if (own.equals(simple + ".class") || own.startsWith(simple + "$")) {
            String entry = classes.relativize(each).toString().replace('\\', '/');
            entries.put(folder + entry, Files.readAllBytes(each));
          }
        }
      }
      return this;
    }

    public Jar classes(String... names) throws IOException {
      for (String name : names) {
        classAt("", name);
      }
      return this;
    }

    public Jar text(String name, String text) {
      entries.put(name, text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    public Jar service(String... names) {
      return text("META-INF/services/" + Handler.class.getName(), String.join("\n", names));
    }

    /** Makes the classes look as if compiled for a Java of the future. */
    public Jar newer() {
      entries.forEach(
          (name, bytes) -> {
            if (name.endsWith(".class")) {
              bytes[7] = 120;
            }
          });
      return this;
    }

    public Path write(Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file);
          JarOutputStream jar = new JarOutputStream(out, manifest)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          jar.putNextEntry(new ZipEntry(entry.getKey()));
          jar.write(entry.getValue());
        }
      }
      return file;
    }
  }

  /** Returns whether this process has the file open, as Linux lists it; false elsewhere. */
  public static boolean isOpen(Path file) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return false;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.anyMatch(each -> target(each).startsWith(file.toString()));
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String name, String text) {
      super(
          URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
