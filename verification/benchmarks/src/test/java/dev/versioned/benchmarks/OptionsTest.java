package dev.versioned.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options parse(String... arguments) {
    return Options.parse(arguments);
  }

  @Test
  void withoutArgumentsItIsTheQuickRunOfEverything() {
    assertThat(parse().plan()).isEqualTo(Plan.QUICK);
    assertThat(parse().includes("publish")).isTrue();
    assertThat(parse().wants("minio")).isTrue();
  }

  @Test
  void listsRestrict() {
    Options options = parse("full", "--only=publish,transfers", "--servers=embedded");
    assertThat(options.plan()).isEqualTo(Plan.FULL);
    assertThat(options.includes("transfers")).isTrue();
    assertThat(options.includes("histories")).isFalse();
    assertThat(options.wants("minio")).isFalse();
    assertThat(options).hasToString("full --only=publish,transfers --servers=embedded");
  }

  @Test
  void sizesAndRoundsShortenTheRun() {
    Plan plan = parse("full", "--sizes=64MiB,1GiB", "--rounds=3").plan();
    assertThat(plan.transfers())
        .containsExactly(new Plan.Transfer(64 << 20, 3), new Plan.Transfer(1 << 30, 3));
    assertThat(plan.publishes()).isEqualTo(3);
  }

  @Test
  void helpIsPrintedAndIsNoError() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      // As an error this would end this very JVM.
      EndToEnd.main(new String[] {"help"});
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains(Options.USAGE);
  }

  @Test
  void unknownWordsAreRefusedWithTheUsage() {
    for (String argument : new String[] {"fast", "--size=1", "--only"}) {
      assertThatThrownBy(() -> parse(argument))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(argument)
          .hasMessageContaining("Usage:");
    }
  }
}
