package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Writes which releases this build has run with, after its other tests; they are those of its name. */
@Order(9)
class RowTest {
  private static final Pattern JAR = Pattern.compile(".*-([0-9][^/-]*(-[^/]+)?)\\.jar");

  private static String release(String className) {
    try {
      Class<?> type = Class.forName(className);
      Matcher jar = JAR.matcher(type.getProtectionDomain().getCodeSource().getLocation().getPath());
      return jar.matches() ? jar.group(1) : "unknown";
    } catch (ClassNotFoundException e) {
      return "none";
    }
  }

  @Test
  void releasesAreTheWantedOnes() throws IOException {
    Map<String, String> found = new TreeMap<>();
    found.put("java", String.valueOf(Runtime.version().feature()));
    found.put("junit", release("org.junit.jupiter.api.Test"));
    found.put("testcontainers", release("org.testcontainers.containers.GenericContainer"));
    found.put("boot", release("org.springframework.boot.SpringApplication"));
    Files.writeString(
        Path.of(System.getProperty("compatibility.rows")),
        found + " " + System.getProperty("java.runtime.version") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    for (Map.Entry<String, String> one : found.entrySet()) {
      String wanted = System.getProperty("compatibility." + one.getKey(), "none");
      assertEquals(wanted, beginning(one.getValue(), wanted), one.getKey());
    }
  }

  /** The first numbers of a release, as many as are wanted. */
  private static String beginning(String release, String wanted) {
    String[] numbers = release.split("\\.", -1);
    StringBuilder beginning = new StringBuilder(numbers[0]);
    for (int i = 1; i < Math.min(numbers.length, wanted.split("\\.", -1).length); i++) {
      beginning.append('.').append(numbers[i]);
    }
    return beginning.toString();
  }
}
