package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults that an upload in parts survives, and what it leaves behind. */
class UploadFaultsTest {
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private static final int PART = 5 << 20;
  private static final byte[] LARGE = new byte[4 * PART];

  static {
    new Random(4).nextBytes(LARGE);
  }

  private final AwsFaults faults = new AwsFaults();
  private final Intercepted open = Intercepted.open(LOCAL, s -> s.withPartBytes(PART), faults);
  private final Artifact artifact = open.artifact();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  private int uploadsUnderWay() {
    return LOCAL.aws().s3().listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads().size();
  }

  /** The SDK makes four attempts within a second. */
  @Test
  void shortOutageDoesNotEndTheUpload() {
    faults.next(30, "UploadPart", AwsFault.failBefore());
    PublishResult result = artifact.publish(Content.of(LARGE));
    assertThat(artifact.readBytes(result.number())).isEqualTo(LARGE);
    assertThat(faults.met()).isEqualTo(30);
  }

  @Test
  @Timeout(20)
  void uploadThatFailedIsGoneOnWithUnderItsKey() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
    Content content = Content.of(LARGE);
    assertThatThrownBy(() -> artifact.publish(content, p -> p.idempotencyKey("k")))
        .isInstanceOf(BackendException.class);
    assertThat(uploadsUnderWay()).isEqualTo(1);
    AtomicInteger again = new AtomicInteger();
    faults.next(100, "UploadPart", AwsFault.delayPast(again::incrementAndGet));
    PublishResult result = artifact.publish(content, p -> p.idempotencyKey("k"));
    assertThat(result.number().value()).isEqualTo(1);
    assertThat(artifact.readBytes(result.number())).isEqualTo(LARGE);
    assertThat(again).as("parts that were sent again").hasValue(0);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  @Timeout(20) // a stopped upload is not retried
  void uploadWithoutAKeyLeavesNothingWhenItFails() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
    assertThatThrownBy(() -> artifact.publish(Content.of(LARGE)))
        .isInstanceOf(BackendException.class);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void nothingIsSentWhenTheReservationFails() {
    AtomicInteger sent = new AtomicInteger();
    faults.next(1, "UpdateItem", AwsFault.answer(400, "AccessDeniedException"));
    faults.next(100, "UploadPart", AwsFault.delayPast(sent::incrementAndGet));
    assertThatThrownBy(() -> artifact.publish(Content.of(LARGE), p -> p.idempotencyKey("k")))
        .isInstanceOf(BackendException.class);
    assertThat(sent).hasValue(0);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  @Timeout(20)
  void interruptEndsAnUploadWhoseStoreAnswersAndLeavesNothing() {
    faults.next(1, "UploadPart", AwsFault.delayPast(Thread.currentThread()::interrupt));
    assertThatThrownBy(() -> artifact.publish(Content.of(LARGE)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(uploadsUnderWay()).isZero();
    assertThat(artifact.versions()).isEmpty();
  }

  /** The HTTP client closes all its connections on an Error. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 4 * PART})
  void errorWhileContentIsReadLeavesTheClientAsItWas(int length) {
    AtomicInteger opened = new AtomicInteger();
    Content content =
        Content.of(
            length,
            () -> {
              InputStream whole = new ByteArrayInputStream(LARGE, 0, length);
              return opened.getAndIncrement() == 0 ? whole : failing(whole);
            });
    assertThatThrownBy(() -> artifact.publish(content))
        .isInstanceOf(UnreadableContentException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
    PublishResult result = artifact.publish(Content.of("two"));
    assertThat(artifact.readBytes(result.number())).asString().isEqualTo("two");
    assertThat(uploadsUnderWay()).isZero();
  }

  private static InputStream failing(InputStream whole) {
    return new FilterInputStream(whole) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        throw new StackOverflowError("of the content");
      }
    };
  }
}
