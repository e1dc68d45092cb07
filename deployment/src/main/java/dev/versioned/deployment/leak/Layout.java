package dev.versioned.deployment.leak;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import shark.HeapObject.HeapClass;
import shark.HeapObject.HeapInstance;
import shark.HprofRecord.HeapDumpRecord.ObjectRecord.ClassDumpRecord.FieldRecord;
import shark.PrimitiveType;

/**
 * Where the instances of a class have references: computed once for each class, since a heap has
 * millions of instances.
 */
record Layout(List<Field> fields, int idBytes) {
  private static final String REFERENCE = "java.lang.ref.Reference";

  /** A field of an instance that refers to an object. */
  record Field(String name, int offset, Strength strength) {}

  static Layout of(HeapClass type, int idBytes) {
    List<Field> fields = new ArrayList<>();
    Strength referent = Strength.STRONG;
    int offset = 0;
    for (HeapClass declaring : Heap.each(type.getClassHierarchy())) {
      referent =
          switch (declaring.getName()) {
            case "java.lang.ref.SoftReference" -> Strength.SOFT;
            case "java.lang.ref.WeakReference",
                "java.lang.ref.PhantomReference",
                // Is queued once nothing else refers to its object.
                "java.lang.ref.FinalReference" ->
                Strength.WEAK;
            default -> referent;
          };
      for (FieldRecord field : declaring.readRecordFields()) {
        if (field.getType() == PrimitiveType.REFERENCE_HPROF_TYPE) {
          String name = declaring.instanceFieldName(field);
          fields.add(new Field(name, offset, strength(declaring, name, referent)));
          offset += idBytes;
        } else {
          offset +=
              Objects.requireNonNull(
                  PrimitiveType.Companion.getByteSizeByHprofType().get(field.getType()));
        }
      }
    }
    fields.removeIf(field -> field.strength() == Strength.WEAK);
    return new Layout(List.copyOf(fields), idBytes);
  }

  private static Strength strength(HeapClass declaring, String name, Strength referent) {
    if (!declaring.getName().equals(REFERENCE)) {
      return Strength.STRONG;
    }
    // "discovered" is the collector's own list.
    return name.equals("referent") ? referent : Strength.WEAK;
  }

  void references(HeapInstance instance, Heap.Visitor visitor) {
    if (fields.isEmpty()) {
      return;
    }
    ByteBuffer values = ByteBuffer.wrap(instance.readRecord().getFieldValues());
    for (Field field : fields) {
      long id = idBytes == 8 ? values.getLong(field.offset()) : values.getInt(field.offset());
      visitor.reference(field.name(), id, field.strength());
    }
  }
}
