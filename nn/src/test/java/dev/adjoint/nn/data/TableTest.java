package dev.adjoint.nn.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.adjoint.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TableTest {

  private static Table read(String csv) {
    return Table.read(new StringReader(csv));
  }

  @Test
  void theFirstLineNamesTheColumns() {
    var table = read("area,price\n2104,400\n1600,330\n");
    assertEquals(List.of("area", "price"), table.columns());
    assertEquals(2, table.size());
    assertEquals(List.of("400", "330"), table.column("price"));
  }

  @Test
  void linesMayEndAsOnWindowsAndTheLastOneNotAtAll() {
    assertEquals(List.of(List.of("1", "2"), List.of("3", "4")), read("a,b\r\n1,2\r\n3,4").rows());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() {
    assertEquals(List.of("a", "b"), read("\uFEFF\"a\",b\n1,2\n").columns());
  }

  @Test
  void quotesHoldCommasQuotesAndLineBreaks() {
    var table = read("text,n\n\"a, b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\n\"\",4\n");
    assertEquals(List.of("a, b", "say \"hi\"", "two\nlines", ""), table.column("text"));
    assertEquals(List.of("1", "2", "3", "4"), table.column("n"));
  }

  @Test
  void namesAloneAreATableWithoutRows() {
    assertEquals(0, read("a,b\n").size());
  }

  @Test
  void anEmptyFileIsAnError() {
    assertTrue(refused("").contains("no line with the names"));
  }

  @Test
  void aRowThatIsTooShortOrTooLongIsAnError() {
    assertTrue(refused("a,b\n1,2\n3\n").startsWith("table: "));
    assertTrue(refused("a,b\n1,2\n3,4,5\n").startsWith("table: "));
    var e = assertThrows(IllegalArgumentException.class,
        () -> new Table(List.of("a", "b"), List.of(List.of("1", "2"), List.of("3"))));
    assertTrue(e.getMessage().contains("row 2 has 1 cells, not 2"), e.getMessage());
  }

  @Test
  void aNameUsedTwiceIsAnError() {
    assertTrue(refused("a,b,a\n1,2,3\n").contains("used twice in [a, b, a]"));
  }

  private static String refused(String csv) {
    return assertThrows(IllegalArgumentException.class, () -> read(csv)).getMessage();
  }

  @Test
  void aColumnThatThereIsNotIsAnErrorThatListsTheOthers() {
    var table = read("a,b\n1,2\n");
    var e = assertThrows(IllegalArgumentException.class, () -> table.column("c"));
    assertTrue(e.getMessage().contains("'c'") && e.getMessage().contains("[a, b]"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> table.numbers(List.of("a", "c")));
    assertThrows(IllegalArgumentException.class, () -> table.regression("c"));
    assertThrows(IllegalArgumentException.class, () -> table.classification("c"));
  }

  @Test
  void numbersComeInTheOrderAskedFor() {
    var numbers = read("a,b,c\n1,2,3\n-4.5,5e-1,6\n").numbers(List.of("c", "a"));
    assertEquals(DType.FLOAT64.tensor(2, 2), numbers.type());
    assertArrayEquals(new double[]{3, 1, 6, -4.5}, numbers.toDoubles());
  }

  @Test
  void aCellThatIsNoNumberIsNamedByRowAndColumn() {
    var table = read("a,b\n1,2\n3,four\n");
    var e = assertThrows(IllegalArgumentException.class, () -> table.numbers(List.of("a", "b")));
    assertEquals("table: 'four' in row 2, column 'b' is not a number", e.getMessage());
  }

  @Test
  void wholeNumbersAreCategoriesInTheOrderOfNumbers() {
    assertEquals(List.of("-1", "2", "10"), read("label\n10\n2\n-1\n2\n").categories("label"));
  }

  @Test
  void otherCategoriesAreInTheOrderOfText() {
    assertEquals(List.of("10", "2", "ham"), read("label\nham\n10\n2\n10\n").categories("label"));
  }

  @Test
  void decimalNumbersAreCategoriesInTheOrderOfNumbers() {
    assertEquals(List.of("-0.5", "2.5", "10.0"), read("label\n10.0\n2.5\n-0.5\n").categories("label"));
    assertEquals(List.of("2", "10000000000"), read("label\n10000000000\n2\n").categories("label"));
  }

  @Test
  void classesArePositionsInTheCategories() {
    var classes = read("label\nspam\nham\nspam\neggs\n").classes("label");
    assertEquals(DType.INT32.tensor(4), classes.type());
    assertArrayEquals(new int[]{2, 1, 2, 0}, classes.toInts());
  }

  @Test
  void aTargetColumnIsNoInput() {
    var table = read("x,label,y\n1,0,2\n3,1,4\n");
    var classification = table.classification("label");
    assertArrayEquals(new double[]{1, 2, 3, 4}, classification.inputs().toDoubles());
    assertArrayEquals(new int[]{0, 1}, classification.targets().toInts());
    var regression = table.regression("y");
    assertArrayEquals(new double[]{1, 0, 3, 1}, regression.inputs().toDoubles());
    assertEquals(DType.FLOAT64.tensor(2, 1), regression.targets().type());
    assertArrayEquals(new double[]{2, 4}, regression.targets().toDoubles());
  }

  @Test
  void readsFilesInUtf8(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("table.csv"), "Größe\n1\n");
    assertEquals(List.of("Größe"), Table.read(file).columns());
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) {
    var file = folder.resolve("missing.csv");
    var e = assertThrows(UncheckedIOException.class, () -> Table.read(file));
    assertTrue(e.getMessage().contains("missing.csv"), e.getMessage());
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    var e = assertThrows(UncheckedIOException.class, () -> Table.read(folder));
    assertEquals("table: cannot read " + folder + ", a folder", e.getMessage());
  }

  @Test
  void aFileInAnotherEncodingIsNamedAndReadWithIt(@TempDir Path folder) throws IOException {
    for (var text : List.of("Größe\n1\n", "x\n" + "1\n".repeat(10_000) + "ß\n")) {
      var file = Files.write(folder.resolve("latin.csv"), text.getBytes(ISO_8859_1));
      var e = assertThrows(UncheckedIOException.class, () -> Table.read(file));
      assertEquals("table: " + file + " is not in UTF-8; read it with the encoding it is in: "
          + "Table.read(Files.newBufferedReader(file, ISO_8859_1))", e.getMessage());
      try (var reader = Files.newBufferedReader(file, ISO_8859_1)) {
        var table = Table.read(reader);
        assertEquals(text, table.columns().getFirst() + "\n"
            + table.rows().stream().map(row -> row.getFirst() + "\n").collect(joining()));
      }
    }
  }

  @Test
  void aFileThatIsNoTableIsNamed(@TempDir Path folder) throws IOException {
    var empty = Files.writeString(folder.resolve("empty.csv"), "");
    var e = assertThrows(IllegalArgumentException.class, () -> Table.read(empty));
    assertEquals("table: there is no line with the names of the columns in " + empty, e.getMessage());
  }
}
