package dev.adjoint.transform;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.internal.Message;

/**
 * What a function takes or gives: a tensor, or a record, list, map, array or Optional of tensors, nested in any way. It can be taken apart into its
 * tensors, in the order of the components, and put together again from others; a record by its canonical constructor. Everything
 * else in it (numbers, strings, objects, null) stays as it is. Two are equal if they are built the same way of tensors of the same
 * types, and hold the same besides, so that a function does the same with them: maps in the same order, arrays with the same
 * elements. What another value holds is matched by name, whatever its order: {@link #tensorsOf}.
 *
 * @param <P> the Java type
 */
public final class Structure<P> {
  private final Part part;
  private final List<Tensor> tensors;

  private Structure(Part part, List<Tensor> tensors) {
    this.part = part;
    this.tensors = tensors;
  }

  /** The structure of a value. */
  public static <P> Structure<P> of(P value) {
    if (value instanceof Tensor t) {
      return new Structure<>(new One(t.type()), List.of(t));
    }
    var tensors = new ArrayList<Tensor>();
    var part = part(value, tensors);
    return new Structure<>(part, List.copyOf(tensors));
  }

  /** The tensors of the value. */
  public List<Tensor> tensors() {
    return tensors;
  }

  /** Their types. */
  List<TensorType> types() {
    return tensors.stream().map(Tensor::type).toList();
  }

  /** A value of the same structure, with a function applied to each tensor in turn. */
  @SuppressWarnings("unchecked") // it is built as the value was that this is the structure of
  public P map(UnaryOperator<Tensor> f) {
    if (part instanceof One) {
      return (P) f.apply(tensors.getFirst());
    }
    return (P) build(part, tensors.stream().<Tensor>map(f).toList().iterator(), UnaryOperator.identity());
  }

  /** A value of the same structure with other tensors, and with a function applied to all else in turn. */
  @SuppressWarnings("unchecked") // it is built as the value was that this is the structure of
  P with(List<Tensor> others, UnaryOperator<Object> besides) {
    return (P) build(part, others.iterator(), besides);
  }

  /** What the value holds besides tensors, in the order of the components. */
  List<Object> besides() {
    return fixed(part).map(fixed -> fixed.value).toList();
  }

  /** Something in it, besides tensors, that gives something else whenever it is asked. */
  Optional<Object> source() {
    return fixed(part).flatMap(fixed -> fixed.held().source().stream()).findFirst();
  }

  private static Stream<Fixed> fixed(Part part) {
    return switch (part) {
      case One _ -> Stream.of();
      case Fixed fixed -> Stream.of(fixed);
      case Present(var inner) -> fixed(inner);
      case Components(_, var parts) -> parts.stream().flatMap(Structure::fixed);
      case Elements(var parts) -> parts.stream().flatMap(Structure::fixed);
      case Items(_, var parts) -> parts.stream().flatMap(Structure::fixed);
      case Entries(var parts, _, _) -> parts.stream().flatMap(entry -> fixed(entry.part));
    };
  }

  /**
   * The tensors of another value of the same structure, and of the same types, in the same order.
   *
   * @param operation what asks, for the error
   * @param role what the other value is
   * @param ofWhat what this is the structure of
   * @throws IllegalArgumentException if it is built in another way
   */
  public List<Tensor> tensorsOf(P other, String operation, String role, String ofWhat) {
    return tensorsOf(other, operation, role, ofWhat, false);
  }

  /**
   * The same where nothing else may differ either, since it is this value that goes on: numbers, texts, and what is null.
   *
   * @throws IllegalArgumentException if it is built in another way, or holds something else besides tensors
   */
  public List<Tensor> tensorsOfSame(P other, String operation, String role, String ofWhat) {
    return tensorsOf(other, operation, role, ofWhat, true);
  }

  private List<Tensor> tensorsOf(P other, String operation, String role, String ofWhat, boolean strict) {
    var taken = new ArrayList<Tensor>();
    take(part, other, "", strict, (path, expected, found) -> {
      throw Message.illegal(operation,
          "the %s%s is %s, where the %s is %s; they must be built alike, of tensors of the same types",
          role, path.isEmpty() ? "" : " at " + path, found, ofWhat, expected);
    }, taken);
    return taken;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Structure<?> s && part.equals(s.part);
  }

  @Override
  public int hashCode() {
    return part.hashCode();
  }

  /** For example {@code Line[slope=FLOAT64[3], offset=FLOAT64[]]}. */
  @Override
  public String toString() {
    return part.toString();
  }

  private sealed interface Part {
  }

  private record One(TensorType type) implements Part {
    @Override
    public String toString() {
      return type.toString();
    }
  }

  /** Anything without tensors in it, with what it held when it was first compared: two are equal if that is. */
  private static final class Fixed implements Part {
    private final Object value;
    private Optional<Contents> held = Optional.empty();

    private Fixed(Object value) {
      this.value = value;
    }

    private Contents held() {
      if (held.isEmpty()) {
        held = Optional.of(Contents.of(value));
      }
      return held.get();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Fixed other && held().equals(other.held());
    }

    @Override
    public int hashCode() {
      return held().hashCode();
    }

    @Override
    public String toString() {
      return Objects.toString(value);
    }
  }

  private record Components(Class<? extends Record> type, List<Part> parts) implements Part {
    @Override
    public String toString() {
      var names = RecordType.of(type).names();
      return IntStream.range(0, parts.size()).mapToObj(i -> names.get(i) + "=" + parts.get(i))
          .collect(Collectors.joining(", ", type.getSimpleName() + "[", "]"));
    }
  }

  private record Elements(List<Part> parts) implements Part {
    @Override
    public String toString() {
      return parts.toString();
    }
  }

  private record Items(Class<?> type, List<Part> parts) implements Part {
    @Override
    public String toString() {
      return parts.toString();
    }
  }

  /** An Optional that is not empty. */
  private record Present(Part part) implements Part {
    @Override
    public String toString() {
      return "Optional[" + part + "]";
    }
  }

  /** The order of a map is part of it: a function may go by it. */
  private record Entries(List<Entry> parts, boolean sorted, Comparator<Object> order) implements Part {
    Set<Object> keys() {
      return parts.stream().map(Entry::key).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return parts.stream().map(Entry::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  private record Entry(Object key, Part part) {
    @Override
    public String toString() {
      return key + "=" + part;
    }
  }

  private static Part part(Object value, List<Tensor> tensors) {
    int before = tensors.size();
    var part = switch (value) {
      case Tensor t -> {
        tensors.add(t);
        yield new One(t.type());
      }
      case Record r -> new Components(r.getClass(), parts(RecordType.of(r.getClass()).values(r), tensors));
      case Optional<?> optional when optional.isPresent() -> new Present(part(optional.get(), tensors));
      case List<?> list -> new Elements(parts(list, tensors));
      case Map<?, ?> map -> entries(map, tensors);
      case Object[] array -> new Items(array.getClass().componentType(), parts(Arrays.asList(array), tensors));
      case Collection<?> all when all.stream().anyMatch(Tensor.class::isInstance) -> throw Message.illegal("structure",
          "a %s of tensors has no order or cannot be made anew; use a list or a map", all.getClass().getSimpleName());
      case null, default -> new Fixed(value);
    };
    return tensors.size() == before ? new Fixed(value) : part;
  }

  private static List<Part> parts(Collection<?> values, List<Tensor> tensors) {
    return values.stream().map(value -> part(value, tensors)).toList();
  }

  @SuppressWarnings("unchecked") // a comparator of some keys is only ever given these
  private static Part entries(Map<?, ?> map, List<Tensor> tensors) {
    var parts = map.entrySet().stream().map(e -> new Entry(e.getKey(), part(e.getValue(), tensors))).toList();
    return map instanceof SortedMap<?, ?> sorted
        ? new Entries(parts, true, (Comparator<Object>) sorted.comparator())
        : new Entries(parts, false, null);
  }

  private static Object build(Part part, Iterator<Tensor> tensors, UnaryOperator<Object> besides) {
    return switch (part) {
      case One _ -> tensors.next();
      case Fixed fixed -> besides.apply(fixed.value);
      case Components(var type, var parts) -> RecordType.of(type).make(built(parts, tensors, besides));
      case Present(var inner) -> Optional.of(build(inner, tensors, besides));
      case Elements(var parts) -> built(parts, tensors, besides);
      case Items(var type, var parts) ->
        built(parts, tensors, besides).toArray(n -> (Object[]) Array.newInstance(type, n));
      case Entries(var parts, var sorted, var order) -> {
        Map<Object, Object> map = sorted ? new TreeMap<>(order) : new LinkedHashMap<>();
        parts.forEach(entry -> map.put(entry.key, build(entry.part, tensors, besides)));
        yield map;
      }
    };
  }

  private static List<Object> built(List<Part> parts, Iterator<Tensor> tensors, UnaryOperator<Object> besides) {
    var values = new ArrayList<>();
    parts.forEach(part -> values.add(build(part, tensors, besides)));
    return values;
  }

  private static void takeAll(List<Part> parts, List<?> values, String path, boolean strict, Mismatch mismatch,
      List<Tensor> taken) {
    for (int i = 0; i < parts.size(); i++) {
      take(parts.get(i), values.get(i), path + "[" + i + "]", strict, mismatch, taken);
    }
  }

  /** What to do where another value is built differently. */
  private interface Mismatch {
    void at(String path, Part expected, String found);
  }

  private static void take(Part part, Object value, String path, boolean strict, Mismatch mismatch,
      List<Tensor> taken) {
    switch (part) {
      case One(var type) when value instanceof Tensor t && t.type().equals(type) -> taken.add(t);
      case Fixed fixed when strict && !fixed.equals(part(value, new ArrayList<>())) ->
        mismatch.at(path, part, part(value, new ArrayList<>()).toString());
      case Fixed _ -> {
        // stays as it is, whatever the other value has there
      }
      case Components(var type, var parts) when type.isInstance(value) -> {
        var record = RecordType.of(type);
        var values = record.values((Record) value);
        for (int i = 0; i < parts.size(); i++) {
          take(parts.get(i), values.get(i), path + "." + record.names().get(i), strict, mismatch, taken);
        }
      }
      case Present(var inner) when value instanceof Optional<?> optional && optional.isPresent() ->
        take(inner, optional.get(), path, strict, mismatch, taken);
      case Elements(var parts) when value instanceof List<?> list && list.size() == parts.size() ->
        takeAll(parts, list, path, strict, mismatch, taken);
      case Items(var type, var parts) when value instanceof Object[] array && array.length == parts.size() ->
        takeAll(parts, Arrays.asList(array), path, strict, mismatch, taken);
      case Entries entries when value instanceof Map<?, ?> map && map.keySet().equals(entries.keys()) ->
        entries.parts
            .forEach(e -> take(e.part, map.get(e.key), path + "[" + e.key + "]", strict, mismatch, taken));
      case One _,Components _,Present _,Elements _,Items _,Entries _ ->
        mismatch.at(path, part, part(value, new ArrayList<>()).toString());
    }
  }
}
