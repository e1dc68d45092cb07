package dev.versioned.mutations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the given tests, and records which failed. */
final class ChosenTests {
  private ChosenTests() {}

  /** Takes the file to write to, then the tests as {@code Class#method}. */
  public static void main(String[] args) throws IOException {
    Map<String, Set<String>> methods = new LinkedHashMap<>();
    for (String test : List.of(args).subList(1, args.length)) {
      int at = test.indexOf('#');
      methods
          .computeIfAbsent(test.substring(0, at), type -> new LinkedHashSet<>())
          .add(test.substring(at + 1));
    }
    Set<String> failed = new LinkedHashSet<>();
    for (Map.Entry<String, Set<String>> one : methods.entrySet()) {
      failed.addAll(run(one.getKey(), one.getValue()));
    }
    Files.write(Path.of(args[0]), failed);
    // The servers' threads would keep the process running.
    System.exit(0);
  }

  private static List<String> run(String type, Set<String> methods) {
    PostDiscoveryFilter chosen =
        test ->
            FilterResult.includedIf(
                test.getSource().orElse(null) instanceof MethodSource method
                    && methods.contains(method.getMethodName()));
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(type))
            .filters(chosen)
            .build();
    Failures failures = new Failures(type);
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, failures);
    if (!failures.ran.containsAll(methods)) {
      throw new IllegalStateException(
          "Cannot run " + methods + " of " + type + ": of these only these ran: " + failures.ran);
    }
    return failures.lines;
  }

  /** Records which tests ran, and which failed. */
  private static final class Failures implements TestExecutionListener {
    private final String type;
    final Set<String> ran = new LinkedHashSet<>();
    final List<String> lines = new ArrayList<>();

    Failures(String type) {
      this.type = type.substring(type.lastIndexOf('.') + 1);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
      if (test.getSource().orElse(null) instanceof MethodSource method) {
        ran.add(method.getMethodName());
        if (failed) {
          lines.add(type + "." + method.getMethodName() + Broken.promise(method, result));
        }
      } else if (failed) {
        throw new IllegalStateException(
            "Cannot run " + test.getDisplayName(), result.getThrowable().orElse(null));
      }
      if (failed) {
        result.getThrowable().ifPresent(e -> System.out.println(test.getDisplayName() + ": " + e));
      }
    }
  }
}
