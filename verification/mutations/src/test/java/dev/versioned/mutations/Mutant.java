package dev.versioned.mutations;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The library with one of its classes changed: compiled into a folder that comes first on the class
 * path of a separate process. The sources are not changed.
 *
 * @param classes the folder
 * @param broken whether a class is changed; else tests make few rounds, because they make all of
 *     them, on the library as it is, in their own modules
 */
record Mutant(Path classes, boolean broken) {
  /** Far longer than a test takes, even on a busy machine. */
  private static final int MOST_SECONDS_A_TEST = 60;

  private static final int MOST_SECONDS_TO_START = 300;

  /**
   * The limit: the first world that breaks a promise ends the simulation, usually within seconds.
   */
  private static final int SIMULATED_WORLDS = 40_000;

  private static final int COMPARED_OPERATIONS = 5000;

  private static final int SOME_WORLDS = 500;

  private static final int SOME_OPERATIONS = 500;

  static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Shared by all, because it caches the class path, which is that of this process. */
  static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

  /** Returns the library as it is. */
  static Mutant none(Path classes) {
    return new Mutant(classes, false);
  }

  /** Compiles a mutation; one at a time, since the file manager is shared. */
  static synchronized Mutant of(Mutation mutation, Path classes) throws IOException {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    if (!compile(mutation.edit(), classes, problems)) {
      throw new IllegalStateException(
          "Cannot compile the mutation \""
              + mutation
              + "\": "
              + problems.getDiagnostics().stream()
                  .map(Diagnostic::toString)
                  .collect(Collectors.joining("\n")));
    }
    return new Mutant(classes, true);
  }

  private static boolean compile(
      Change.Edit edit, Path classes, DiagnosticCollector<JavaFileObject> problems)
      throws IOException {
    SourceFile.Text source = new SourceFile.Text(edit.file().path(), edit.apply());
    FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
    return COMPILER
        .getTask(null, FILES, problems, List.of("-proc:none", "-nowarn"), null, List.of(source))
        .call();
  }

  /** Returns the changed class, this module, then the test classes of the tested modules. */
  private static String classPath(Path classes) {
    List<String> path = new ArrayList<>(List.of(classes.toString()));
    path.add(System.getProperty("java.class.path"));
    TestClasses.FOLDERS.forEach(folder -> path.add(folder.toString()));
    return String.join(File.pathSeparator, path);
  }

  /**
   * Runs tests on the mutant.
   *
   * @return a line for each test that failed, {@code Class.method}, and which promise was broken if
   *     the test reports one
   * @throws IllegalStateException if they could not be run, or did not end in time: this does not
   *     count as catching the mutation
   */
  List<String> failing(List<String> tests) throws IOException, InterruptedException {
    Path result = Files.createTempFile(classes, "failed", ".txt");
    Path output = Files.createTempFile(classes, "output", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-Dversioned.test.stack=embedded",
                "-Dversioned.full=" + broken,
                "-Dsimulation.runs=" + (broken ? SIMULATED_WORLDS : SOME_WORLDS),
                "-Dsimulation.points=ignore",
                "-Dversioned.differential.operations="
                    + (broken ? COMPARED_OPERATIONS : SOME_OPERATIONS),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath(classes),
                ChosenTests.class.getName(),
                result.toString()));
    for (String test : tests) {
      command.add(TestClasses.fullName(test));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int seconds = MOST_SECONDS_TO_START + MOST_SECONDS_A_TEST * tests.size();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Cannot run " + tests + ": they did not end within " + seconds + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      try (Stream<String> lines = Files.lines(output)) {
        throw new IllegalStateException(
            "Cannot run " + tests + ": " + lines.limit(100).collect(Collectors.joining("\n")));
      }
    }
    return Files.readAllLines(result);
  }
}
