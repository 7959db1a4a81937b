package dev.adjoint.transform;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.security.ProtectionDomain;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Cell;
import dev.adjoint.Program;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * What a value of Java is made of, as far as one can look into it. That is a lambda and what it captured, a record, an array, a
 * collection, an atomic cell, and an object of a class from the jar of the one that refers to it, or from any folder. Of an object of
 * somebody else's library only which one it is can be told.
 */
sealed interface JavaValue {
  /** Where the functions come from that transforms make, which refer to the user's. */
  ProtectionDomain OURS = JavaValue.class.getProtectionDomain();

  /** Null. */
  enum Nothing implements JavaValue {
    NOTHING
  }

  /** What gives something else whenever it is asked, and cannot be compared: random numbers, an iterator, a clock, a buffer's position. */
  record Source(Object object) implements JavaValue {
  }

  /** Something that stays as it is: a number, a text, a tensor. */
  record Constant(Object value) implements JavaValue {
  }

  /**
   * Values that may be others at another time.
   *
   * @param lasting whether they are the same for ever, though what they refer to may change
   */
  record Elements(List<?> values, boolean lasting) implements JavaValue {
  }

  /** Numbers of a primitive type, copied. */
  record Numbers(Object array) implements JavaValue {
    static Numbers copied(Object array) {
      int n = Array.getLength(array);
      var copy = Array.newInstance(array.getClass().componentType(), n);
      System.arraycopy(array, 0, copy, 0, n);
      return new Numbers(copy);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Numbers(var other) && Arrays.deepEquals(new Object[]{array}, new Object[]{other});
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(new Object[]{array});
    }
  }

  /** An object with fields. */
  record Parts(Object object, List<Field> fields, ProtectionDomain from) implements JavaValue {
    Object get(Field field) {
      try {
        return field.get(object);
      } catch (IllegalAccessException e) {
        throw new AssertionError(field + " was made accessible", e);
      }
    }
  }

  /** An object that cannot be looked into. */
  record Closed(Object object) implements JavaValue {
    /** Whether it is a function that others may be hidden in, as {@code f.andThen(g)} is. */
    private boolean hidesFunctions() {
      return object.getClass().isHidden() && !Fields.of(object.getClass()).all.isEmpty();
    }

    /** An error if it does: what they read could not be watched. */
    void requireNoHiddenFunctions() {
      if (hidesFunctions()) {
        var type = object.getClass();
        throw Message.illegal("compile",
            "%s is made of other functions and hides them, so that what they read cannot be watched; write "
                + "a lambda that calls them, as in x -> g.apply(f.apply(x))%s",
            type.getName().replaceAll("\\$\\$Lambda.*", ""),
            type.getModule().isNamed() ? ", or open its package" : "");
      }
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object o) {
      return o instanceof Closed(var other) && object == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /**
   * What a value is made of.
   *
   * @param from where the class of what refers to it comes from
   */
  static JavaValue of(Object value, Optional<ProtectionDomain> from) {
    return switch (value) {
      case null -> Nothing.NOTHING;
      case Tensor _,Class<?> _,Shape _,Program _,String _ -> new Constant(value);
      case Enum<?> one -> Fields.of(one.getDeclaringClass()).open.stream().allMatch(Fields::isFinal)
          ? new Constant(one)
          : now(one, one.name());
      case CharSequence text -> now(value, text.toString());
      case RandomGenerator _,Iterator<?> _,Spliterator<?> _,BaseStream<?, ?> _,InstantSource _,Buffer _ ->
        new Source(value);
      case BitSet bits -> now(value, bits.toString());
      case Date _,Calendar _,StringJoiner _ -> now(value, value.toString(), value.hashCode());
      case Comparable<?> number when isOfJdk(number.getClass()) -> new Constant(number);
      case Number number -> now(value, number.longValue(), number.doubleValue());
      case AtomicBoolean cell -> now(value, cell.get());
      case AtomicIntegerArray array -> now(value, array.toString());
      case AtomicLongArray array -> now(value, array.toString());
      case AtomicReference<?> cell -> now(value, cell.get());
      case AtomicReferenceArray<?> array ->
        now(value, IntStream.range(0, array.length()).mapToObj(array::get).toArray());
      case Collection<?> all -> now(value, all.toArray());
      case Map<?, ?> map -> now(value, map.entrySet().stream()
          .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())).toArray());
      case Object[] array -> now(value, array.clone());
      case Object array when array.getClass().isArray() -> Numbers.copied(array);
      case NdArray array -> new Elements(List.of(array.type(), array.storage()), true);
      case Map.Entry<?, ?> entry -> now(value, entry.getKey(), entry.getValue());
      case Optional<?> optional -> new Elements(optional.stream().toList(), true);
      case CompiledFunction<?, ?> compiled -> new Elements(List.of(compiled.function()), true);
      default -> object(value, from);
    };
  }

  /** What a value holds now, mostly: the collections of {@code List.of} and its like hold the same for ever. */
  private static JavaValue now(Object value, Object... elements) {
    if (!isOfJdk(value.getClass())) { // a subclass of one's own may have fields
      var parts = new Parts(value, Fields.of(value.getClass()).open, value.getClass().getProtectionDomain());
      return new Elements(Stream.concat(Arrays.stream(elements), parts.fields().stream().map(parts::get)).toList(),
          false);
    }
    return new Elements(Arrays.asList(elements),
        value.getClass().getName().startsWith("java.util.ImmutableCollections"));
  }

  private static JavaValue object(Object value, Optional<ProtectionDomain> from) {
    var type = value.getClass();
    var fields = Fields.of(type);
    boolean near = type.isHidden() || type.isRecord() || (!isOfJdk(type) && !isOurs(fields.from, type)
        && (isFolder(fields.from)
            || from.filter(domain -> !domain.equals(OURS)).map(fields.from::equals).orElse(true)));
    if (!near || fields.open.size() < fields.all.size()) {
      return new Closed(value);
    }
    return new Parts(value, value instanceof Cell cell ? besidesItsTensor(cell, fields.open) : fields.open,
        fields.from);
  }

  private static boolean isOurs(ProtectionDomain domain, Class<?> type) {
    return domain.equals(OURS) && type.getName().startsWith("dev.adjoint.");
  }

  /** Classes that were not packed are being worked on; a jar inside of another has a path like a folder's, and is none. */
  private static boolean isFolder(ProtectionDomain domain) {
    var source = domain.getCodeSource();
    return source != null && source.getLocation() != null && source.getLocation().getProtocol().equals("file")
        && source.getLocation().getPath().endsWith("/");
  }

  /** What is in a cell is an input of the program; all else that it has is not. */
  private static List<Field> besidesItsTensor(Cell cell, List<Field> fields) {
    var parts = new Parts(cell, fields, OURS);
    var present = cell.present();
    return fields.stream().filter(field -> !holds(parts.get(field), present)).toList();
  }

  @SuppressWarnings("ReferenceEquality") // tensors are equal only if they are one
  private static boolean holds(Object value, Tensor present) {
    return switch (value) {
      case Tensor tensor -> tensor == present;
      case Optional<?> optional -> optional.isPresent() && holds(optional.get(), present);
      case AtomicReference<?> cell -> holds(cell.get(), present);
      case Object[] array -> Arrays.stream(array).anyMatch(element -> holds(element, present));
      case null, default -> false;
    };
  }

  private static boolean isOfJdk(Class<?> type) {
    var loader = type.getClassLoader();
    return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  /**
   * The fields of a class.
   *
   * @param all of it and the classes above it
   * @param open those that can be read
   * @param from where it comes from
   */
  record Fields(List<Field> all, List<Field> open, ProtectionDomain from) {
    private static final ClassValue<Fields> OF = new ClassValue<>() {
      @Override
      protected Fields computeValue(Class<?> type) {
        var all = new ArrayList<Field>();
        Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
            .flatMap(c -> Arrays.stream(c.getDeclaredFields()))
            .filter(field -> !Modifier.isStatic(field.getModifiers())).forEach(all::add);
        return new Fields(all, all.stream().filter(Field::trySetAccessible).toList(), type.getProtectionDomain());
      }
    };

    static Fields of(Class<?> type) {
      return OF.get(type);
    }

    private static boolean isFinal(Field field) {
      return Modifier.isFinal(field.getModifiers());
    }
  }
}
