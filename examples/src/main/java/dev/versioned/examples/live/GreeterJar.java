package dev.versioned.examples.live;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Stands for the build of a team: makes the jar of a {@link Greeter}. */
final class GreeterJar {
  private static final String CLASS = "com.acme.greetings.Greeting";

  private GreeterJar() {}

  /** Compiles a greeter, and returns its jar. */
  static byte[] saying(String greeting) throws IOException {
    String source =
        """
        package com.acme.greetings;

        public final class Greeting implements dev.versioned.examples.live.Greeter {
          @Override
          public String greet(String name) {
            return "%s, " + name;
          }
        }
        """
            .formatted(greeting);
    Path classes = Files.createTempDirectory("greeter");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString(), "-cp", classPath()),
                null,
                List.of(new Source(source)))
            .call();
    if (!compiled) {
      throw new IllegalStateException("Cannot compile the greeter");
    }
    String entry = CLASS.replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      add(jar, entry, Files.readAllBytes(classes.resolve(entry)));
      add(
          jar,
          "META-INF/services/" + Greeter.class.getName(),
          CLASS.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Returns the class path of this program, also where Maven runs it in its own process. */
  static String classPath() {
    if (GreeterJar.class.getClassLoader() instanceof URLClassLoader maven) {
      return Arrays.stream(maven.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String text) {
      super(URI.create("string:///" + CLASS.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
