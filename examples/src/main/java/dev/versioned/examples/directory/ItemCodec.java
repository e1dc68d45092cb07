package dev.versioned.examples.directory;

import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the item under a key, and reads it as the write that restores this state. */
final class ItemCodec {
  private ItemCodec() {}

  static void write(DataOutputStream out, ItemKey key, Optional<Item> item) throws IOException {
    text(out, key.partition());
    text(out, key.sort());
    out.writeBoolean(item.isPresent());
    if (item.isPresent()) {
      fields(out, item.get().attributes());
    }
  }

  static ItemWrite read(DataInputStream in) throws IOException {
    ItemKey key = new ItemKey(text(in), text(in));
    return in.readBoolean()
        ? new ItemWrite.Put(new Item(key, fields(in)), Condition.always())
        : new ItemWrite.Delete(key, Condition.always());
  }

  private static void value(DataOutputStream out, ItemValue value) throws IOException {
    if (value instanceof ItemValue.Text text) {
      out.writeByte('T');
      text(out, text.value());
    } else if (value instanceof ItemValue.Whole whole) {
      out.writeByte('W');
      out.writeLong(whole.value());
    } else if (value instanceof ItemValue.Fields fields) {
      out.writeByte('F');
      fields(out, fields.values());
    } else if (value instanceof ItemValue.Sequence sequence) {
      out.writeByte('S');
      out.writeInt(sequence.values().size());
      for (ItemValue each : sequence.values()) {
        value(out, each);
      }
    } else if (value instanceof ItemValue.Other other) {
      out.writeByte('O');
      text(out, other.type());
      text(out, other.text());
    }
  }

  private static ItemValue value(DataInputStream in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case 'T' -> ItemValue.of(text(in));
      case 'W' -> ItemValue.of(in.readLong());
      case 'F' -> new ItemValue.Fields(fields(in));
      case 'S' -> new ItemValue.Sequence(values(in));
      case 'O' -> new ItemValue.Other(text(in), text(in));
      default -> throw new IOException("the journal holds a value of unknown type " + type);
    };
  }

  private static List<ItemValue> values(DataInputStream in) throws IOException {
    List<ItemValue> values = new ArrayList<>();
    for (int rest = in.readInt(); rest > 0; rest--) {
      values.add(value(in));
    }
    return values;
  }

  private static void fields(DataOutputStream out, Map<String, ItemValue> fields)
      throws IOException {
    out.writeInt(fields.size());
    for (Map.Entry<String, ItemValue> field : fields.entrySet()) {
      text(out, field.getKey());
      value(out, field.getValue());
    }
  }

  private static Map<String, ItemValue> fields(DataInputStream in) throws IOException {
    Map<String, ItemValue> fields = new TreeMap<>();
    for (int rest = in.readInt(); rest > 0; rest--) {
      fields.put(text(in), value(in));
    }
    return fields;
  }

  /** Writes each char, whatever it is: {@code writeUTF} is limited to 64 KiB. */
  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String text(DataInputStream in) throws IOException {
    char[] text = new char[in.readInt()];
    for (int i = 0; i < text.length; i++) {
      text[i] = in.readChar();
    }
    return new String(text);
  }
}
