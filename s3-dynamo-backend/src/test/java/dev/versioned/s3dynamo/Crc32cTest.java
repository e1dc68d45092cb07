package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  @Test
  void checkValueOfTheStandardIsRight() {
    byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(Crc32c.of(digits, 9)).isEqualTo(0xE3069283);
    assertThat(Crc32c.base64(0xE3069283)).isEqualTo("4waSgw==");
    assertThat(Crc32c.parse("4waSgw==")).isEqualTo(0xE3069283);
  }

  @Property
  void sumOfPartsIsTheSumOfTheWhole(
      @ForAll @IntRange(max = 100_000) int length,
      @ForAll @IntRange(max = 100_000) int cut,
      @ForAll long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    int at = Math.min(cut, length);
    byte[] second = Arrays.copyOfRange(bytes, at, length);
    int combined =
        Crc32c.combine(Crc32c.of(bytes, at), Crc32c.of(second, second.length), second.length);
    assertThat(combined).isEqualTo(Crc32c.of(bytes, length));
  }

  @Test
  void manyPartsAddUp() {
    byte[] bytes = new byte[5_000_001];
    new Random(7).nextBytes(bytes);
    int crc = 0;
    for (int at = 0; at < bytes.length; at += 123_457) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 123_457));
      crc = Crc32c.combine(crc, Crc32c.of(part, part.length), part.length);
    }
    assertThat(crc).isEqualTo(Crc32c.of(bytes, bytes.length));
  }
}
