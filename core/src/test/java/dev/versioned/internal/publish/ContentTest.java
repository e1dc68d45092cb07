package dev.versioned.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Content;
import dev.versioned.Repositories;
import dev.versioned.internal.Metadata;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
  private static final int MEBIBYTE = 1 << 20;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static HashedContent read(Content content) {
    return HashedContent.hash(
        Repositories.source(content), "publish x", Optional.empty(), size -> 16 * MEBIBYTE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * MEBIBYTE - 1, 16 * MEBIBYTE, 16 * MEBIBYTE + 1, 40 * MEBIBYTE})
  void partsCoverTheContentAndCarryTheirChecksums(int length) throws IOException {
    byte[] bytes = bytes(length);
    HashedContent hashed = read(Content.of(bytes));
    assertThat(hashed.digest()).isEqualTo(Digest.of(bytes));
    long offset = 0;
    for (BlobSource part : hashed.parts()) {
      byte[] read;
      try (InputStream in = part.open()) {
        read = in.readAllBytes();
      }
      assertThat(
              Arrays.equals(read, 0, read.length, bytes, (int) offset, (int) offset + read.length))
          .isTrue();
      CRC32C crc = new CRC32C();
      crc.update(read);
      assertThat(part.crc32c()).isEqualTo((int) crc.getValue());
      offset += read.length;
    }
    assertThat(offset).isEqualTo(length);
    assertThat(hashed.parts()).hasSize(Math.max(1, (length + 16 * MEBIBYTE - 1) / (16 * MEBIBYTE)));
  }

  @Test
  void aFileIsReadWhenItIsPublished(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("app.jar");
    Content content = Content.of(file);
    Files.write(file, bytes(1000));
    assertThat(read(content).digest()).isEqualTo(Digest.of(bytes(1000)));
    assertThat(Repositories.source(content).fileName()).isEqualTo("app.jar");
  }

  @Test
  void unreadableContentIsNamed(@TempDir Path directory) {
    assertThatThrownBy(() -> read(Content.of(directory.resolve("no.jar"))))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageStartingWith("Cannot publish x: there is no file ")
        .hasMessageContaining("no.jar");
    assertThatThrownBy(() -> read(Content.of(directory)))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("not a regular file");
    Content.Opener failing =
        () -> {
          throw new IOException("disk on fire");
        };
    assertThatThrownBy(() -> read(Content.of(1, failing)))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("disk on fire");
    Content.Opener denied =
        () -> {
          throw new AccessDeniedException("secret.jar");
        };
    assertThatThrownBy(() -> read(Content.of(1, denied)))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("permission denied, secret.jar");
  }

  @Test
  void sourceOfAnotherLengthThanDeclaredIsRefused() {
    Content.Opener ten = () -> new ByteArrayInputStream(new byte[10]);
    assertThatThrownBy(() -> read(Content.of(11, ten)))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("changed while it was read: it ends after 10 of 11 bytes");
    assertThatThrownBy(() -> read(Content.of(9, ten)))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("it has more than 9 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> Content.of(-1, ten));
  }

  @Test
  void aFileThatShrinksBeforeItIsSentFailsWhereItEnds(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("app.jar");
    Files.write(file, bytes(1000));
    HashedContent hashed = read(Content.of(file));
    Files.write(file, bytes(999));
    assertThatThrownBy(
            () -> {
              try (InputStream in = hashed.parts().get(0).open()) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends 1 bytes early");
  }

  @Test
  void contentTypesAndFileNamesAreChecked() {
    Content content = Content.of("text");
    assertThat(Repositories.source(content).contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(Repositories.source(content.withFileName("größe.txt")).fileName())
        .isEqualTo("größe.txt");
    for (String type :
        new String[] {"", "jar", "a/b\r\nX-Evil: 1", "a/" + "b".repeat(130), "ä/b"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> content.withContentType(type));
    }
    for (String name : new String[] {"a/b", "a\\b", "a\nb", "x".repeat(256)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> content.withFileName(name));
    }
  }

  @Test
  void fileNamesAreOneNameOfAFolder() {
    Content content = Content.of("text");
    for (String name :
        new String[] {
          ".",
          "..",
          "a\u0000b",
          "a\u007fb",
          "a\u0085b",
          "a\u001b[2Jb",
          "a\u202egpj.exe",
          "a\u2066b",
          "a\u200bb",
          "a\u2028b",
          "a\u2029b",
          "\ufeffa",
          "a\ud800b",
          "\udb40\udc41",
          "ä".repeat(128),
          "a" + "日".repeat(85)
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> content.withFileName(name));
    }
    for (String name : new String[] {"", "...", "ä".repeat(127) + "x", "日".repeat(85), "a b 🙂"}) {
      assertThat(Repositories.source(content.withFileName(name)).fileName()).isEqualTo(name);
    }
  }

  @Test
  void nameOfAFileIsMadeOneThatMayBeKept() {
    assertThat(Metadata.keptFileName("a\u202eb\nc\\d.jar")).isEqualTo("a_b_c_d.jar");
    assertThat(Metadata.keptFileName("ä".repeat(200))).isEmpty();
    assertThat(Repositories.source(Content.of(Path.of(".."))).fileName()).isEmpty();
  }

  @Test
  void localFileNameIsTheLastPartOrNone() {
    assertThat(localFileName("/somewhere/else/x")).contains("x");
    assertThat(localFileName("sub/../../x")).contains("x");
    assertThat(localFileName("C:\\temp\\x")).contains("x");
    for (String name :
        new String[] {
          "", ".", "..", "a/..", "a/", ".bashrc", "a/.bashrc", "-rf", "a/-rf", "a\nb", "\u202ea"
        }) {
      assertThat(localFileName(name)).isEmpty();
    }
    assertThat(localFileName("x".repeat(256))).isEmpty();
  }

  private static Optional<String> localFileName(String fileName) {
    return Metadata.localFileName(fileName);
  }

  @Test
  void contentNeverShowsItsBytes() {
    assertThat(Content.of("secret")).hasToString("6 bytes");
    assertThat(Content.of(Path.of("a.jar"))).hasToString("file a.jar");
  }

  @Test
  void aFileInAnArchiveIsContentToo(@TempDir Path directory) throws IOException {
    byte[] bytes = bytes(MEBIBYTE);
    try (FileSystem zip =
        FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
      Path file = Files.write(zip.getPath("app.jar"), bytes);
      HashedContent hashed = read(Content.of(file));
      assertThat(hashed.digest()).isEqualTo(Digest.of(bytes));
      try (InputStream in = hashed.parts().get(0).open()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
  }
}
