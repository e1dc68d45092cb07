package dev.versioned.deployment.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarLoaderTest {
  private static final Version VERSION = Versions.of("checkout", 7);

  @TempDir static Path shared;
  private static Jars compiled;
  private static Jars compiledForOther;

  @TempDir Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("acme.Names", "package acme; public class Names { static String NAME = \"jar\"; }");
    handler(
        sources,
        "Echo",
        "return request + \" \" + Names.NAME + \" \" + getClass().getPackage()"
            + ".getImplementationVersion();");
    handler(sources, "Other", "return request;");
    handler(sources, "Broken", "return request;", "public Broken() { throw new Error(\"no\"); }");
    handler(
        sources,
        "Context",
        "return made + \" \" + closed;",
        "private static String closed = \"\";",
        "private final String made = context();",
        "static String context() {"
            + " return Thread.currentThread().getContextClassLoader().getName(); }",
        "@Override public void close() { request(context()); throw new RuntimeException(\"x\"); }",
        "static void request(String name) { System.setProperty(\"acme.closed\", name); }");
    handler(
        sources,
        "Resources",
        "java.net.URL url = getClass().getResource(request);"
            + " try (java.io.InputStream in = url.openStream()) {"
            + " return new String(in.readAllBytes(), \"UTF-8\"); }");
    handler(sources, "Trace", "throw new IllegalStateException(request);");
    compiled = Jars.compile(shared, sources);
    compiledForOther =
        Jars.compile(
            shared,
            Map.of(
                "acme.Names",
                "package acme; public class Names { static String NAME = \"other\"; }"));
  }

  private static void handler(
      Map<String, String> sources, String name, String body, String... members) {
    sources.put(
        "acme." + name,
        "package acme; public class "
            + name
            + " implements dev.versioned.deployment.loader.Handler, AutoCloseable {\n"
            + String.join("\n", members)
            + "\n public String handle(String request) throws Exception { "
            + body
            + " }\n"
            + (String.join("", members).contains("void close") ? "" : "public void close() {}")
            + "}");
  }

  private Path jar(String name) throws IOException {
    return compiled
        .jar()
        .manifest("Implementation-Version", "1.7")
        .classes("acme.Names", "acme." + name)
        .service("acme." + name)
        .text("acme/file.txt", "of the jar")
        .write(directory.resolve("code.jar"));
  }

  private static String message(ThrowingLoad load) {
    try {
      load.load();
    } catch (LoadException expected) {
      return expected.getMessage();
    } catch (Exception other) {
      throw new AssertionError(other);
    }
    throw new AssertionError("Nothing was thrown");
  }

  private interface ThrowingLoad {
    void load() throws Exception;
  }

  @Test
  void loadsTheImplementationThatTheJarNames() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Handler handler = loader.load(jar("Echo"), VERSION);
    assertThat(handler.handle("hello")).isEqualTo("hello jar 1.7");
    loader.close(handler);
  }

  @Test
  void classLoaderIsNamedLikeTheVersion() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Handler handler = loader.load(jar("Trace"), Versions.of("traced", 7));
    ClassLoader own = handler.getClass().getClassLoader();
    assertThat(loader.classLoader(handler)).hasValue(own);
    assertThat(own.isRegisteredAsParallelCapable()).isTrue();
    assertThatThrownBy(() -> handler.handle("x"))
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace()[0].toString())
                    .startsWith("traced:7//acme.Trace.handle"));
    Handler second = loader.load(jar("Trace"), Versions.of("traced", 7));
    assertThat(loader.classLoader(second).orElseThrow().getName()).isEqualTo("traced:7#2");
    loader.close(handler);
    loader.close(second);
    assertThat(loader.classLoader(handler)).isEmpty();
  }

  @Test
  void closedJarIsNotOpenAndCanBeDeleted() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Path jar = jar("Resources").toRealPath();
    Handler handler = loader.load(jar, VERSION);
    assertThat(handler.handle("file.txt")).isEqualTo("of the jar");
    loader.close(handler);
    assertThat(Jars.isOpen(jar)).isFalse();
    Files.delete(jar);
  }

  @Test
  void streamLeftOpenIsClosedWithTheJar() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Path jar = jar("Echo").toRealPath();
    Handler handler = loader.load(jar, VERSION);
    InputStream leftOpen = handler.getClass().getResourceAsStream("file.txt");
    assertThat(leftOpen.read()).isEqualTo('o');
    loader.close(handler);
    assertThat(Jars.isOpen(jar)).isFalse();
  }

  @Test
  void servicesOfTheApplicationAreIgnored() throws Exception {
    Path applications =
        compiled.jar().service("acme.Gone").write(directory.resolve("application.jar"));
    try (URLClassLoader application = application(applications)) {
      assertThat(load(builder(application), jar("Other")).handle("x")).isEqualTo("x");
    }
  }

  @Test
  void contextClassLoaderIsTheJarsWhileMadeAndClosed() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Handler handler = loader.load(jar("Context"), Versions.of("context", 1));
    assertThat(handler.handle("")).startsWith("context:1");
    URLClassLoader own = (URLClassLoader) loader.classLoader(handler).orElseThrow();
    assertThatThrownBy(() -> loader.close(handler)).hasMessage("x");
    assertThat(System.clearProperty("acme.closed")).isEqualTo("context:1");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    assertThat(own.findResource("acme/file.txt")).isNull();
  }

  @Test
  void jarComesBeforeTheApplication() throws Exception {
    Path applications =
        compiledForOther
            .jar()
            .classes("acme.Names")
            .text("acme/file.txt", "of the application")
            .text("acme/only.txt", "of the application")
            .write(directory.resolve("application.jar"));
    try (URLClassLoader application = application(applications)) {
      Handler echo = load(builder(application), jar("Echo"));
      assertThat(echo.handle("x")).startsWith("x jar");
      Handler resources = load(builder(application), jar("Resources"));
      assertThat(resources.handle("file.txt")).isEqualTo("of the jar");
      assertThat(resources.handle("only.txt")).isEqualTo("of the application");
      List<URL> both =
          Collections.list(resources.getClass().getClassLoader().getResources("acme/file.txt"));
      assertThat(both).hasSize(2).first().asString().contains("code.jar");
    }
  }

  @Test
  void sharedPackagesComeFromTheApplication() throws Exception {
    Path applications =
        compiledForOther.jar().classes("acme.Names").write(directory.resolve("application.jar"));
    Path code =
        compiled
            .jar()
            .classes("acme.Names", "acme.Echo")
            .service("acme.Echo")
            .write(directory.resolve("echo.jar"));
    try (URLClassLoader application = application(applications)) {
      Handler own = load(builder(application).api("ac"), code);
      assertThat(own.handle("x")).startsWith("x jar");
      // Of one name, but in the packages of two class loaders.
      assertThatThrownBy(() -> load(builder(application).api("acme"), code).handle("x"))
          .isInstanceOf(IllegalAccessError.class);
    }
  }

  @Test
  void isolatedJarSeesSharedPackagesOnly() throws Exception {
    Handler handler = load(JarLoader.builder(Handler.class).isolated(), jar("Echo"));
    ClassLoader loader = handler.getClass().getClassLoader();
    assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
    assertThat(loader.loadClass("java.sql.Driver")).isSameAs(java.sql.Driver.class);
    assertThatThrownBy(() -> loader.loadClass("org.assertj.core.api.Assertions"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource("org/assertj/core/api/Assertions.class")).isNull();
    Handler open = load(JarLoader.builder(Handler.class), jar("Echo"));
    assertThat(open.getClass().getClassLoader().loadClass("org.assertj.core.api.Assertions"))
        .isSameAs(org.assertj.core.api.Assertions.class);
  }

  @Test
  void multiReleaseJarIsReadAsOfThisJava() throws Exception {
    Path code =
        compiled
            .jar()
            .manifest("Multi-Release", "true")
            .classes("acme.Resources", "acme.Names", "acme.Echo")
            .service("acme.Resources")
            .text("acme/file.txt", "base")
            .text("META-INF/versions/17/acme/file.txt", "17")
            .write(directory.resolve("multi.jar"));
    assertThat(load(JarLoader.builder(Handler.class), code).handle("file.txt")).isEqualTo("17");
  }

  @Test
  void sealedPackageIsSealed() throws Exception {
    Path code =
        compiled
            .jar()
            .manifest("Sealed", "true")
            .classes("acme.Other")
            .service("acme.Other")
            .write(directory.resolve("sealed.jar"));
    Handler handler = load(JarLoader.builder(Handler.class), code);
    assertThat(handler.getClass().getPackage().isSealed()).isTrue();
  }

  @Test
  void jarWithoutServiceIsRefused() throws Exception {
    Path code = compiled.jar().classes("acme.Other").write(directory.resolve("none.jar"));
    assertThat(message(() -> load(JarLoader.builder(Handler.class), code)))
        .isEqualTo(
            "Cannot load checkout:7 from "
                + code.toRealPath()
                + ": its META-INF/services/dev.versioned.deployment.loader.Handler names no class of the"
                + " jar; add the file with the name of the implementation");
  }

  @Test
  void jarWithTwoImplementationsIsRefused() throws Exception {
    Path code =
        compiled
            .jar()
            .classes("acme.Other", "acme.Names", "acme.Echo")
            .service("acme.Other", "acme.Echo")
            .write(directory.resolve("two.jar"));
    assertThat(message(() -> load(JarLoader.builder(Handler.class), code)))
        .contains("checkout:7", "two.jar", "names several classes, acme.Other, acme.Echo");
  }

  @Test
  void classOfNewerJavaIsRefused() throws Exception {
    Path classes = directory.resolve("newer.jar");
    Path code = compiled.jar().classes("acme.Other").service("acme.Other").newer().write(classes);
    assertThat(message(() -> load(JarLoader.builder(Handler.class), code)))
        .contains("checkout:7", "newer.jar", "more recent version of the Java Runtime")
        .endsWith("compile it with --release " + Runtime.version().feature());
    assertThat(Jars.isOpen(code)).isFalse();
  }

  @Test
  void implementationThatCannotBeMadeIsNamed() throws Exception {
    assertThat(message(() -> load(JarLoader.builder(Handler.class), jar("Broken"))))
        .contains("checkout:7", "code.jar", "acme.Broken", "java.lang.Error: no");
    Path missing = compiled.jar().service("acme.Gone").write(directory.resolve("gone.jar"));
    assertThat(message(() -> load(JarLoader.builder(Handler.class), missing)))
        .contains("gone.jar", "acme.Gone not found");
  }

  @Test
  void fileThatIsNoJarIsRefused() throws Exception {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertThat(message(() -> load(JarLoader.builder(Handler.class), text)))
        .contains("checkout:7", "text.jar", "is not a jar");
  }

  @Test
  void classPathMayNotNameExistingFiles() throws Exception {
    Path code =
        compiled
            .jar()
            .manifest("Class-Path", "lib/missing.jar library.jar")
            .classes("acme.Other")
            .service("acme.Other")
            .write(directory.resolve("code.jar"));
    load(JarLoader.builder(Handler.class), code);
    compiled.jar().write(directory.resolve("library.jar"));
    assertThat(message(() -> load(JarLoader.builder(Handler.class), code)))
        .contains("checkout:7", "Class-Path of its manifest names library.jar");
  }

  @Test
  void versionsAreLoadedConcurrently() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Path code = jar("Echo");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<String> round =
          () -> {
            Handler handler = loader.load(code, VERSION);
            String answer = handler.handle("x");
            loader.close(handler);
            return answer;
          };
      List<Future<String>> all = threads.invokeAll(Collections.nCopies(8, round));
      for (Future<String> each : all) {
        assertThat(each.get()).isEqualTo("x jar 1.7");
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void applicationsResourceStaysOpenAfterClose() throws Exception {
    JarLoader<Handler> loader = JarLoader.of(Handler.class);
    Handler handler = loader.load(jar("Echo"), VERSION);
    String name = "org/assertj/core/api/Assertions.class";
    try (InputStream in = handler.getClass().getClassLoader().getResourceAsStream(name)) {
      loader.close(handler);
      assertThat(in.readAllBytes()).isNotEmpty();
    }
  }

  private static JarLoader.Builder<Handler> builder(ClassLoader application) {
    return JarLoader.builder(Handler.class).application(application);
  }

  private static URLClassLoader application(Path jar) throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, JarLoaderTest.class.getClassLoader());
  }

  private Handler load(JarLoader.Builder<Handler> builder, Path jar) throws Exception {
    JarLoader<Handler> loader = builder.build();
    Handler handler = loader.load(jar, VERSION);
    open.add(() -> loader.close(handler));
    return handler;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
