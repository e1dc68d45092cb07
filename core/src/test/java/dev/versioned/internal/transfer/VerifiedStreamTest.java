package dev.versioned.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifiedStreamTest {
  private static final byte[] BYTES = "what was published".getBytes(StandardCharsets.UTF_8);

  private static InputStream over(byte[] bytes) {
    return new VerifiedStream(
        new ByteArrayInputStream(bytes),
        Digest.of(BYTES),
        BYTES.length,
        "read a:1",
        LeastRate.any("read a:1"));
  }

  @Test
  void itGivesTheBytesAndTheirEndAsOftenAsAsked() throws IOException {
    try (InputStream in = over(BYTES)) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  void otherBytesNeverEnd() throws IOException {
    byte[] other = BYTES.clone();
    other[3] ^= 1;
    try (InputStream in = over(other)) {
      assertThat(in.readNBytes(BYTES.length)).isEqualTo(other);
      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              CorruptContentException.class,
              e -> assertThat(e.actual()).isEqualTo(Digest.of(other)))
          .hasMessageStartingWith("Cannot read a:1");
      assertThatThrownBy(() -> in.read(new byte[1])).isInstanceOf(CorruptContentException.class);
    }
  }

  /** Bytes that were read twice would be digested twice. */
  @Test
  void markAndResetAreNotSupported() throws IOException {
    try (InputStream in = over(BYTES)) {
      assertThat(in.markSupported()).isFalse();
      in.mark(100);
      assertThat(in.read()).isEqualTo(BYTES[0]);
      assertThatThrownBy(in::reset).isInstanceOf(IOException.class);
      assertThat(in.readAllBytes()).hasSize(BYTES.length - 1);
    }
  }

  @Test
  void skippedBytesAreVerifiedToo() throws IOException {
    try (InputStream in = over(BYTES)) {
      assertThat(in.skip(0)).isZero();
      in.skipNBytes(5);
      assertThat(in.readAllBytes()).hasSize(BYTES.length - 5);
    }
  }
}
