package dev.versioned.examples.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class SwapsUnderLoadTest {
  private static final int SWAPS = 100;

  @Test
  void swapsFailNoRequestAndLeaveNothing(@TempDir Path folder) throws Exception {
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED))) {
      SwapsUnderLoad.Outcome outcome = new SwapsUnderLoad(SWAPS, 50, 1_000).run(local, folder);
      assertThat(outcome.during().failed()).isZero();
      assertThat(outcome.during().requests()).isGreaterThan(2_500);
      assertThat(outcome.during().greetings()).isEqualTo(3);
      assertThat(outcome.usedAfter().swaps()).isGreaterThan(SWAPS / 2);
      assertThat(outcome.usedAfter().leaks()).isZero();
      assertThat(outcome.usedAfter().openFiles())
          .isLessThanOrEqualTo(outcome.usedBefore().openFiles() + 5);
    }
  }
}
