package dev.versioned.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the smallest comparison: it must work, whatever it measures. */
@Tag("full")
class EndToEndTest {
  @Test
  void theSmallestRunMeasuresEveryScenario(@TempDir Path folder) throws Exception {
    String tables =
        EndToEnd.run(
            Options.parse(new String[] {"smoke", "--servers=embedded", "--out=" + folder}));

    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertThat(texts(json.get("comparisons"), "scenario"))
        .contains(
            "publish of 1 KiB, S3Proxy",
            "4 publishers of 1 KiB, S3Proxy",
            "upload of 33 MiB, S3Proxy",
            "download of 33 MiB, S3Proxy",
            "start of a JVM to its first route, S3Proxy",
            "list 1000 versions, S3Proxy",
            "resolve a number, S3Proxy",
            "list the newest 10, S3Proxy",
            "publish 1 KiB, S3Proxy");
    assertThat(texts(json.get("measurements"), "scenario"))
        .contains(
            "upload of 20 files of 1 MiB, S3Proxy",
            "download of 20 files of 1 MiB, S3Proxy",
            "the parts of it, S3Proxy",
            "the client's processor time, list 1000 versions, S3Proxy");
    assertThat(json.get("measurements"))
        .allSatisfy(m -> assertThat(m.get("median").asDouble()).isPositive());
    assertThat(json.get("calls"))
        .as("the number of versions does not change the requests")
        .filteredOn(c -> c.get("scenario").asText().equals("publish 1 KiB, S3Proxy"))
        .extracting(
            c ->
                StreamSupport.stream(c.get("requests").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList())
        // The folder is listed while the bytes are sent, in whatever order they arrive.
        .allSatisfy(
            requests ->
                assertThat(requests)
                    .contains("UpdateItem", "ListObjectsV2", "PutObject", "PutItem")
                    .startsWith("UpdateItem")
                    .endsWith("PutItem"))
        .hasSize(2);
    assertThat(json.get("memory"))
        .filteredOn(m -> m.get("contender").asText().equals("this library"))
        .allSatisfy(m -> assertThat(m.get("heapMib").asDouble()).isBetween(1.0, 128.0));
    assertThat(Files.readString(folder.resolve("results.svg")))
        .startsWith("<svg")
        .contains("</svg>");
    assertThat(tables).contains("| time: publish of 1 KiB, S3Proxy |");
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(node -> node.get(field).asText())
        .toList();
  }
}
