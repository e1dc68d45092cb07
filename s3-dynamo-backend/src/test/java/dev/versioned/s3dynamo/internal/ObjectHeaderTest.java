package dev.versioned.s3dynamo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.BlobHeader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ObjectHeaderTest {
  private static String disposition(String fileName) {
    return ObjectHeader.disposition(new BlobHeader("a/b", fileName, "attempt"));
  }

  @Test
  void noNameIsNoDisposition() {
    assertThat(disposition("")).isNull();
  }

  @Test
  void nameIsGivenInAsciiAndWhole() {
    assertThat(disposition("checkout-1.jar"))
        .isEqualTo("attachment; filename=\"checkout-1.jar\"; filename*=UTF-8''checkout-1.jar");
    assertThat(disposition("Größe \"5%\".txt"))
        .isEqualTo(
            "attachment; filename=\"Gr__e _5__.txt\";"
                + " filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%225%25%22.txt");
  }

  @Property
  void anyNameIsAsciiOnTheWireAndComesBack(@ForAll String fileName) {
    String disposition = disposition(fileName);
    if (disposition != null) {
      assertThat(disposition).matches("[\\x20-\\x7e]+");
      String coded = disposition.substring(disposition.indexOf("''") + 2);
      String expected =
          new String(fileName.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(URLDecoder.decode(coded.replace("+", "%2B"), StandardCharsets.UTF_8))
          .isEqualTo(expected);
    }
  }
}
