package dev.adjoint.nn.data;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.naturalOrder;

/**
 * Rows of text with named columns, as a CSV file holds them (RFC 4180, first line the names).
 *
 * @param columns the names
 * @param rows the cells, as many in each row as there are names
 */
public record Table(List<String> columns, List<List<String>> rows) {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  /** Checks that all rows are complete and names are not used twice. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    if (columns.stream().distinct().count() != columns.size()) {
      throw new IllegalArgumentException("table: a column name is used twice in " + columns);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException("table: row " + (i + 1) + " has " + rows.get(i).size() + " cells, not "
            + columns.size() + ": " + rows.get(i));
      }
    }
  }

  /**
   * Reads a CSV file in UTF-8.
   *
   * @throws UncheckedIOException if it cannot be read, or is no text in UTF-8
   * @throws IllegalArgumentException if it is no CSV
   */
  public static Table read(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      return read(reader, " in " + file);
    } catch (CharacterCodingException e) {
      throw new UncheckedIOException("table: " + file + " is not in UTF-8; read it with the encoding it is in: "
          + "Table.read(Files.newBufferedReader(file, ISO_8859_1))", e);
    } catch (IOException e) {
      throw new UncheckedIOException("table: cannot read " + file + (Files.isDirectory(file) ? ", a folder" : ""), e);
    }
  }

  /** Reads CSV text, with or without a byte order mark; the reader is left open. */
  public static Table read(Reader csv) {
    try {
      return read(csv, "");
    } catch (IOException e) {
      throw new UncheckedIOException("table: cannot read", e);
    }
  }

  private static Table read(Reader csv, String place) throws IOException {
    var lines = new ArrayList<List<String>>();
    try {
      CsvReader.builder().ofCsvRecord(withoutMark(csv)).stream().map(CsvRecord::getFields).forEach(lines::add);
    } catch (CsvParseException e) {
      throw new IllegalArgumentException("table: not CSV" + place + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("table: there is no line with the names of the columns" + place);
    }
    return new Table(lines.getFirst(), lines.subList(1, lines.size()));
  }

  private static Reader withoutMark(Reader csv) throws IOException {
    var reader = new PushbackReader(csv);
    int first = reader.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      reader.unread(first);
    }
    return reader;
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /** The cells of a column, top to bottom. */
  public List<String> column(String name) {
    int c = position(name);
    return rows.stream().map(row -> row.get(c)).toList();
  }

  private int position(String name) {
    int c = columns.indexOf(name);
    if (c < 0) {
      throw new IllegalArgumentException("table: no column '" + name + "' in " + columns);
    }
    return c;
  }

  /**
   * The columns as numbers, FLOAT64 [n, d].
   *
   * @throws IllegalArgumentException if a cell is not a number
   */
  public Tensor numbers(List<String> names) {
    int[] positions = names.stream().mapToInt(this::position).toArray();
    double[] values = new double[rows.size() * positions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(i / positions.length, positions[i % positions.length]);
    }
    return Tensor.of(Shape.of(rows.size(), positions.length), values);
  }

  private double number(int row, int column) {
    String cell = rows.get(row).get(column);
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "table: '" + cell + "' in row " + (row + 1) + ", column '" + columns.get(column) + "' is not a number", e);
    }
  }

  /** The different values of a column, sorted: as numbers if all are, else as text. */
  public List<String> categories(String name) {
    var values = column(name).stream().distinct().toList();
    try {
      return values.stream().sorted(comparingDouble((String v) -> Double.parseDouble(v)).thenComparing(naturalOrder()))
          .toList();
    } catch (NumberFormatException _) {
      return values.stream().sorted().toList();
    }
  }

  /** A column as positions in {@link #categories}, INT32 [n]; {@code oneHot} of them makes rows of zeros and a one. */
  public Tensor classes(String name) {
    var categories = categories(name);
    var index = new java.util.HashMap<String, Integer>();
    IntStream.range(0, categories.size()).forEach(i -> index.put(categories.get(i), i));
    return Tensor.of(column(name).stream().mapToInt(index::get).toArray());
  }

  /** A dataset whose targets are the classes of one column and whose inputs are the numbers of all others. */
  public Dataset classification(String target) {
    return new Dataset(numbers(others(target)), classes(target));
  }

  /** A dataset whose targets [n, 1] are the numbers of one column and whose inputs are the numbers of all others. */
  public Dataset regression(String target) {
    return new Dataset(numbers(others(target)), numbers(List.of(target)));
  }

  private List<String> others(String target) {
    position(target);
    return columns.stream().filter(name -> !name.equals(target)).toList();
  }
}
