package dev.profilekeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartOfListTest {
    private static String more(String fields, long rows) throws IOException {
        PartOfList part = new PartOfList();
        try (JsonParser parser = new JsonFactory().createParser("{" + fields + "}")) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                part.field(name, parser);
            }
        }
        return part.more(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'@odata.nextLink':'https://x?p=2'",
                "'odata.nextLink':'x'",
                "'nextLink':'x'",
                "'__next':'x'",
                "'next':2",
                "'next_page_token':'x'",
                "'nextCursor':'x'",
                "'nextRecordsUrl':'x'",
                "'@odata.deltaLink':'x'",
                "'ContinuationToken':'x'",
                "'continuation':'x'",
                "'@odata.count':11",
                "'totalCount':'11'",
                "'total':11",
                "'count':11",
                "'total_results':11",
                "'numberOfPages':2",
                "'page':2",
                "'offset':100",
                "'hasMore':true",
                "'has_more':'True'",
                "'hasNextPage':true",
                "'truncated':1",
                "'isTruncated':true",
                "'partial':true",
                "'incomplete_results':true",
                "'last':false",
                "'done':false",
                "'_links':{'self':{'href':'a'},'next':{'href':'b'}}",
                "'links':[{'rel':'next','href':'b'}]",
                "'meta':{'paging':{'total':11}}",
            })
    void a_list_that_is_told_to_go_on_is_a_part(String beside) throws IOException {
        assertThat(more(beside.replace('\'', '"'), 10)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'@odata.context':'https://x/$metadata#users','@odata.count':10",
                "'nextLink':null,'continuationToken':'','hasMore':false,'next':{}",
                "'count':10,'total':3,'page':1,'totalPages':1,'offset':0,'startIndex':1",
                "'page':{'size':20,'totalElements':10,'totalPages':1,'number':0},'last':true",
                "'_links':{'self':{'href':'a'},'next':null,'first':{'href':'b'}}",
                "'made':{'by':['x',1,null]},'limit':1000,'elapsed':500,'nextRefresh':'tomorrow'",
            })
    void a_list_of_which_nothing_says_more_is_taken_for_whole(String beside) throws IOException {
        assertThat(more(beside.replace('\'', '"'), 10)).isNull();
    }

    @Test
    void it_names_the_field_that_says_so() throws IOException {
        assertThat(more("\"a\":1,\"meta\":{\"has_more\":true},\"total\":99", 10))
                .isEqualTo("has_more");
        assertThat(more("\"total\":99", 10)).isEqualTo("total");
    }
}
