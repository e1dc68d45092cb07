package dev.versioned.ticker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The JSON of events, read again by the SDK's own parser. */
class JsonTextTest {
  @Test
  void valuesAreWrittenInOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a");
    map.put("number", 12L);
    map.put("true", true);
    map.put("list", List.of(1, "two", List.of(), Map.of()));
    assertThat(JsonText.of(map))
        .isEqualTo("{\"text\":\"a\",\"number\":12,\"true\":true,\"list\":[1,\"two\",[],{}]}");
  }

  @Test
  void everyTextComesBack() {
    StringBuilder all = new StringBuilder("\ud83d\ude00 \"quoted\" \\ / ");
    for (char c = 0; c < 0x180; c++) {
      all.append(c);
    }
    String text = all.toString();
    assertThat(JsonNode.parser().parse(JsonText.of(List.of(text))).asArray().get(0).text())
        .isEqualTo(text);
    assertThat(JsonText.of("\ud83d")).isEqualTo("\"\\ud83d\"");
    assertThat(JsonText.of("\ude00x")).isEqualTo("\"\\ude00x\"");
  }
}
