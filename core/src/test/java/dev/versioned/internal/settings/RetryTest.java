package dev.versioned.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.BackendException;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Optional<IdempotencyKey> KEY = Optional.of(new IdempotencyKey("build-7"));

  private final Retry retry = Retry.of("publish a", Duration.ofMinutes(1), Environment.system());
  private int tries;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private String refusedTwice() {
    tries++;
    if (tries <= 2) {
      throw BackendException.transientFailure("Cannot write: throttled", null);
    }
    return "written";
  }

  private String withoutReply() {
    tries++;
    throw BackendException.unknownOutcome("Cannot write: the connection was reset", null);
  }

  @Test
  void refusedWriteIsRetried() {
    assertThat(retry.untilAnswered(this::refusedTwice, KEY)).isEqualTo("written");
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void anInterruptAfterALostReplyLeavesTheOutcomeUnknown() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> retry.untilAnswered(this::withoutReply, KEY))
        .isInstanceOfSatisfying(
            UnknownOutcomeException.class, e -> assertThat(e.idempotencyKey()).isEqualTo(KEY))
        .hasMessageContaining("publish a")
        .hasMessageContaining("build-7");
    assertThat(tries).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void anInterruptAfterARefusalIsAFailure() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> retry.untilAnswered(this::refusedTwice, KEY))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("throttled");
    assertThat(tries).isEqualTo(1);
  }

  @Test
  void interruptBetweenAttemptsIsReported() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(retry::pause)
        .isInstanceOf(BackendException.class)
        .hasMessage("Cannot publish a: the thread was interrupted");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
