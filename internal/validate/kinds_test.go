package validate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inURL, inHeader, inJSON and inForm are definitions with one pixel that sends the text there.
func inURL(text string) string {
	return "pixels:\n  - name: Sale\n    fire_on: converted\n    url: " + quoted(text) + "\n"
}

func inHeader(name, text string) string {
	return inURL("https://receiver.test/p?id=[Call:InboundCallId]") + "    headers: {" + name + ": " + quoted(text) + "}\n"
}

func inBody(contentType, text string) string {
	definitions := inURL("https://receiver.test/p") + "    method: POST\n    body: " + quoted(text) + "\n"
	if contentType != "" {
		definitions += "    content_type: " + contentType + "\n"
	}
	return definitions
}

func inJSON(text string) string { return inBody("application/json", text) }

func inForm(text string) string { return inBody("application/x-www-form-urlencoded", text) }

// query is a URL with this query behind an ordinary parameter.
func query(text string) string {
	return inURL("https://receiver.test/p?id=[Call:InboundCallId]&" + text)
}

// TestKindsOfMistakes holds the rules against many writers of the same mistakes: each wrong text has
// exactly these findings, of the rules for brackets and left-overs, and each right one has none.
func TestKindsOfMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range allKinds() {
		var got []string
		for _, d := range checkText(t, c.definitions) {
			if isOurs(d.Rule) {
				got = append(got, d.Severity.String()+" "+d.Rule+": "+d.Span.Text())
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.definitions, diff)
		}
	}
}

type kind struct {
	definitions string
	want        []string
}

func allKinds() []kind {
	return slices.Concat(bracketKinds(), eventKinds(), arrayKinds(), macroKinds(), leftoverKinds(), hostKinds(), authenticationKinds())
}

func wrong(definitions string, want ...string) kind { return kind{definitions, want} }
func right(definitions string) kind                 { return kind{definitions, nil} }

func bracketKinds() []kind {
	return []kind{
		wrong(query("x=[Geo:Zipcode]"), "error unknown-token: [Geo:Zipcode]"),
		wrong(query("x=[Call:inboundcallid]"), "error unknown-token: [Call:inboundcallid]"),
		wrong(query("x=[Cal:InboundCallId]"), "error unknown-token: [Cal:InboundCallId]"),
		wrong(query("x=[Weather:Today]&y=[Call:Weather]"), "error unknown-token: [Weather:Today]", "error unknown-token: [Call:Weather]"),
		wrong(query("x=[tag:Demographics:Income]"), "warning unknown-token: [tag:Demographics:Income]"),
		wrong(query("x=[tag:Geo:ZipCode|tag:Geo:Zipp]"), "error unknown-token: tag:Geo:Zipp"),
		right(query("x=[call:InboundCallId]&y=[TAG:user:gclid]&z=[gather:zip|user:zip]")),
		wrong(query("x=[call_uuid]"), "error column-as-token: [call_uuid]"),
		wrong(query("x=[Caller ID]"), "error column-as-token: [Caller ID]"),
		wrong(query("x=[payoutAmount|Call:ConversionAmount]"), "error column-as-token: payoutAmount"),
		wrong(query("x=[GCLID]"), "error column-as-token: [GCLID]"),
		wrong(query("x=[InboundCallId]"), "error column-as-token: [InboundCallId]"),
		wrong(inHeader("X-Id", "[campaignId]"), "error column-as-token: [campaignId]"),
		wrong(inJSON(`{"id":"[number]"}`), "error column-as-token: [number]"),
		wrong(query("x=[INSERT_KEY_HERE]"), "error placeholder-token: [INSERT_KEY_HERE]"),
		wrong(query("x=[your pixel id]"), "error placeholder-token: [your pixel id]"),
		wrong(query("x=[PARTNER_PROVIDED]"), "error placeholder-token: [PARTNER_PROVIDED]"),
		wrong(query("x=[GOAL_NUMBER]"), "error placeholder-token: [GOAL_NUMBER]"),
		wrong(query("x=[weather]"), "error not-a-token: [weather]"),
		wrong(query("x=[tag:User:zip|unknown]"), "warning not-a-token: unknown"),
		wrong(query("x=[tag:User:zip|0]"), "warning not-a-token: 0"),
		wrong(query("filter[state]=CA"), "error not-a-token: [state]"),
		wrong(query("a[b][c]=1"), "error not-a-token: [b]", "error not-a-token: [c]"),
		wrong(query("ids[]=1"), "error single-bracket: []"),
		wrong(query("ids[0]=1"), "error single-bracket: [0]"),
		wrong(inForm("data[amount]=1"), "error not-a-token: [amount]"),
		right(query("ids[[]]=1&filter[[state]]=CA")),
		wrong(query("x=[ Call:InboundCallId ]"), "error not-a-token: [ Call:InboundCallId ]"),
		wrong(query("x=[Call : InboundCallId]"), "error unknown-token: [Call : InboundCallId]"),
		wrong(query("x=[tag: User:gclid]"), "error not-a-token: [tag: User:gclid]"),
		wrong(inJSON(`{"x":["Call:InboundCallId"]}`), `error single-bracket: ["Call:InboundCallId"]`),
		wrong(query("x=[tag:User:zip |tag:Geo:ZipCode]"), "warning spaced-tag-name: tag:User:zip "),
		wrong(query("x=[Call.InboundCallId]&y=[Campaign_Name]"), "error column-as-token: [Call.InboundCallId]", "error column-as-token: [Campaign_Name]"),
		wrong(query("x=[[Call:InboundCallId]]"), "error escaped-token: [[Call:InboundCallId]]"),
		wrong(inJSON(`{"ids":[[Call:InboundCallId]]}`), "error escaped-token: [[Call:InboundCallId]]"),
		wrong(inJSON(`{"id":"[[tag:User:a|tag:User:b]]"}`), "error escaped-token: [[tag:User:a|tag:User:b]]"),
		right(inJSON(`{"ids":[[[Call:ConversionAmount]]],"x":[["a:b"]],"time":"[[12:30]]","note":"[[see: this]]"}`)),
		wrong(query("x=Call:InboundCallId&y=tag:User:gclid&z=Geo:ZipCode]"), "error bare-token: Call:InboundCallId", "error bare-token: tag:User:gclid", "error bare-token: Geo:ZipCode]"),
		wrong(inJSON(`{"id":"Call:InboundCallId"}`), "error bare-token: Call:InboundCallId"),
		wrong(inHeader("X-Id", "Call:InboundCallId"), "error bare-token: Call:InboundCallId"),
		right(query("x=User:admin&y=Note:this&z=12:30&w=tag:x")),
		wrong(query("x=%5BCall:InboundCallId%5D"), "error encoded-token: %5BCall:InboundCallId%5D"),
		wrong(query("x=%5bCall%3AInboundCallId%5d"), "error encoded-token: %5bCall%3AInboundCallId%5d"),
		wrong(query("x=%5BCall:InboundCallId]"), "error encoded-token: %5BCall:InboundCallId]"),
		wrong(query("x=%255BCall%253AInboundCallId%255D"), "error encoded-token: %255BCall%253AInboundCallId%255D"),
		wrong(query("x=[Call%3AInboundCallId]"), "error encoded-token: [Call%3AInboundCallId]"),
		wrong(query("x=[tag:Address:Zip%205]"), "error encoded-token: [tag:Address:Zip%205]"),
		wrong(query("x=[tag:User:zip%7Ctag:Geo:ZipCode]"), "error encoded-token: [tag:User:zip%7Ctag:Geo:ZipCode]"),
		wrong(inForm("x=%5BCall:InboundCallId%5D"), "error encoded-token: %5BCall:InboundCallId%5D"),
		wrong(query("x=%5BCall:InboundCallId%5D%5Bcall%zz:x%5D"), "error encoded-token: %5BCall:InboundCallId%5D"),
		right(query("x=%5B1,2%5D&y=%5Bnote:this%5D&z=%5B%5D&v=100%25")),
		wrong(query("x=[tag:User:zip code]"), "warning spaced-tag-name: [tag:User:zip code]"),
		right(query("x=[tag:User:zip code|tag:User:zipcode]&y=[tag:Address:Zip 5]&z=[Gather:node 1]")),
	}
}

// eventKinds are tokens at events; testdata has more.
func eventKinds() []kind {
	const sale = "pixels:\n  - name: Sale\n    url: https://receiver.test/p?x=[Call:RecordingUrl]\n    fire_on: "
	return []kind{
		wrong(sale+"Completed", "error never-at-event: [Call:RecordingUrl]"),
		wrong(sale+"Connected (Answered)", "warning never-at-event: [Call:RecordingUrl]"),
		right(sale + "Recording"),
		right(sale + "Recorded at last"), // what is not understood is not judged
		right(query("x=[Call:RecordingUrl|tag:User:recording]&y=[tag:User:z]&z=[tag:InboundNumber:State]")),
		wrong(query("x=[Call:RecordingUrl|tag:Recording:RecordingUrl]"), "warning never-at-event: [Call:RecordingUrl|tag:Recording:RecordingUrl]"),
		wrong(query("x=[tag:CallLength:Total]&y=[Call:ConversionPayout]"), "note sometimes-at-event: [tag:CallLength:Total]", "warning sometimes-at-event: [Call:ConversionPayout]"),
	}
}

func arrayKinds() []kind {
	return []kind{
		wrong(inJSON(`{"ids":["[Call:InboundCallId]"]}`), `error single-bracket: ["[Call:InboundCallId]`),
		wrong(inJSON(`{"a":[1,2],"b":[{"c":[3]}]}`), "error single-bracket: [1,2]", `error single-bracket: [{"c":[3]`),
		wrong(inJSON(`{"a":[[1,2],[3,4]]}`), "error single-bracket: [3,4]"),
		wrong(inJSON(`{"a":[]}`), "error single-bracket: []"),
		wrong(inBody("text/plain", "ids: [1,2]"), "error single-bracket: [1,2]"),
		wrong(inHeader("X-Ids", "[1,2]"), "error single-bracket: [1,2]"),
		wrong(query("ids=[1,2]"), "error single-bracket: [1,2]"),
		wrong(inJSON(`{"a":[ [Call:ConversionAmount], 1, [2] ]}`), "error single-bracket: [ [Call:ConversionAmount]"),
		wrong(inJSON(`{"a":[1]]}`), "error single-bracket: [1]"),
		wrong(inJSON(`{"a":["a \"quoted\" text that goes on and on, longer than a message should be"]}`),
			`error single-bracket: ["a \"quoted\" text that goes on and on, longer than a message should be"]`),
		right(inJSON(`{"a":[[1,2]],"b":[[[Call:ConversionAmount],[Call:ConversionAmount]]],"c":[[]],"d":[[[[1]],[[2]]]]}`)),
		right(query(`data=[[{"a":"[Call:InboundCallId]"}]]`)),
	}
}

func macroKinds() []kind {
	return []kind{
		wrong(query("x={click_id}"), "error foreign-macro: {click_id}"),
		wrong(query("x={SubId1}&y={cl?Network}"), "error foreign-macro: {SubId1}", "error foreign-macro: {cl?Network}"),
		wrong(query("x=pre-{payout}-post"), "error foreign-macro: {payout}"),
		wrong(inURL("https://receiver.test/{uuid}/p?id=[Call:InboundCallId]"), "error foreign-macro: {uuid}"),
		wrong(query("x=#s2#&y=#price#"), "error foreign-macro: #s2#", "error foreign-macro: #price#"),
		wrong(query("x={{caller_number}}&y={{ contact.phone }}"), "error foreign-macro: {{caller_number}}", "error foreign-macro: {{ contact.phone }}"),
		wrong(query("x=${AUCTION_PRICE}&y=${(user_agent)!}"), "error foreign-macro: ${AUCTION_PRICE}", "error foreign-macro: ${(user_agent)!}"),
		wrong(query("x=<<phone>>"), "error foreign-macro: <<phone>>"),
		wrong(query("x=--A--phone_number--B--"), "error foreign-macro: --A--phone_number--B--"),
		wrong(query("x=%%CACHEBUSTER%%"), "error foreign-macro: %%CACHEBUSTER%%"),
		wrong(query("x=%7Bpayout%7D"), "error foreign-macro: %7Bpayout%7D"),
		wrong(query("x=(advertiserId)"), "warning foreign-macro: (advertiserId)"),
		wrong(query("x=__CLICKID__"), "warning foreign-macro: __CLICKID__"),
		wrong(query("x=%subid%"), "warning foreign-macro: %subid%"),
		wrong(query("x={Call:InboundCallId}&y=${tag:User:gclid}"), "error foreign-macro: {Call:InboundCallId}", "error foreign-macro: ${tag:User:gclid}"),
		wrong(inHeader("X-Click", "{click_id}"), "error foreign-macro: {click_id}"),
		wrong(inHeader("X-Key", "${ENV:RECEIVER_KEY}"), "error foreign-macro: ${ENV:RECEIVER_KEY}"),
		wrong(inForm("x={click_id}"), "error foreign-macro: {click_id}"),
		wrong(inJSON(`{"id":"{click_id}","amount":{payout},"n":"#price#","m":"{{x.y}}"}`),
			"error foreign-macro: {click_id}", "error foreign-macro: {payout}", "error foreign-macro: #price#", "error foreign-macro: {{x.y}}"),
		wrong(inBody("application/xml", "<lead><id>{click_id}</id></lead>"), "error foreign-macro: {click_id}"),
		right(inJSON(`{"a":{"b":{}},"c":{"d": 1},"e":"{}","f":"{ }","query":"mutation{track(id:\"[Call:InboundCallId]\"){id}}","color":"#fff","h":"a #b# c","re":"[[0-9]]{3}"}`)),
		right(query("utm_medium=(none)&utm_source=(direct)&x=(not%20set)&y=(555)&q=a%20(b)")),
		right(query(`data={"a":"[Call:InboundCallId]","b":{"c":1}}`)),
		right(query("x={3F2504E0-4F89-11D3-9A0C-0305E82C3301}&y=100%&z=50%25&w=__x&v=a_b__c")),
		right(inBody("application/graphql", "query { call(id: \"[Call:InboundCallId]\") {id status} }")),
	}
}

func leftoverKinds() []kind {
	return []kind{
		wrong(query("api_key=SOMEBODY_ASSIGNED"), "warning leftover-placeholder: SOMEBODY_ASSIGNED"),
		wrong(query("x=REPLACE&y=OPTIONAL&z=REPLACE_ME:token"), "error leftover-placeholder: REPLACE", "error leftover-placeholder: OPTIONAL", "error leftover-placeholder: REPLACE_ME:token"),
		wrong(query("r=REQUEST_SESSION_ID"), "warning leftover-placeholder: REQUEST_SESSION_ID"),
		wrong(query("click=CLICK_ID"), "warning leftover-placeholder: CLICK_ID"),
		wrong(query("x=YOUR_ACCOUNT&y=your-api-key&z=Your_Key_Here"), "error leftover-placeholder: YOUR_ACCOUNT", "error leftover-placeholder: your-api-key", "error leftover-placeholder: Your_Key_Here"),
		wrong(query("x=changeme&y=XXXX&z=xxx&w=G-XXXXXXX"), "error leftover-placeholder: changeme", "error leftover-placeholder: XXXX", "error leftover-placeholder: xxx", "error leftover-placeholder: G-XXXXXXX"),
		wrong(query("x=...&y=***&z=TODO"), "error leftover-placeholder: ...", "error leftover-placeholder: ***", "error leftover-placeholder: TODO"),
		wrong(query("x=<secret>&y=a<b c>d"), "error leftover-placeholder: <secret>", "error leftover-placeholder: <b c>"),
		wrong(inURL("https://your-subdomain.partner.test/p?id=[Call:InboundCallId]"), "error leftover-placeholder: your-subdomain"),
		wrong(inURL("https://<tenant>.partner.test/YOUR_ACCOUNT_ID/p?id=[Call:InboundCallId]"), "error leftover-placeholder: <tenant>", "error leftover-placeholder: YOUR_ACCOUNT_ID"),
		wrong(inURL("https://Partner_Domain_Here.test/hooks/ACCOUNT_ID?id=[Call:InboundCallId]"), "error leftover-placeholder: Partner_Domain_Here", "warning leftover-placeholder: ACCOUNT_ID"),
		wrong(inHeader("Authorization", "Bearer YOUR_TOKEN"), "error leftover-placeholder: YOUR_TOKEN"),
		wrong(inHeader("X-Account", "<account>"), "error leftover-placeholder: <account>"),
		wrong(inForm("token=ISSUED_BY_PARTNER"), "warning leftover-placeholder: ISSUED_BY_PARTNER"),
		wrong(inJSON(`{"lead":{"token":"<lead token>","key":"PARTNER_KEY"},"ids":[["YOUR_ID"]]}`), "error leftover-placeholder: <lead token>", "warning leftover-placeholder: PARTNER_KEY", "error leftover-placeholder: YOUR_ID"),
		wrong(inBody("application/xml", "<lead><key>YOUR_KEY</key></lead>"), "error leftover-placeholder: YOUR_KEY"),
		wrong(query("transaction_id=transaction_id"), "warning literal-name-as-value: transaction_id"),
		wrong(query("transaction_id=TRANSACTION_ID"), "warning literal-name-as-value: TRANSACTION_ID"),
		wrong(query("clickid=click_id&payout=payout&gclid=GCLID"), "warning literal-name-as-value: click_id", "warning literal-name-as-value: payout", "warning literal-name-as-value: GCLID"),
		wrong(inJSON(`{"call_id":"call_id"}`), "warning literal-name-as-value: call_id"),
		right(query("event=event&type=type&test=1&status=STATUS_OK&event_name=QUALIFIED_LEAD&action_source=PHONE_CALL")),
		right(query("utm_campaign=SPRING_SALE&source=CALL_CENTER&identifier_type=PHONE_NUMBER&country=US&f=pb&vertical=HOME_SERVICES")),
		right(query("cta=click-here&plan=replace&consent=optional&msg=Your%20call&mode=CHANGE_PLAN&aid=4711")),
		right(inURL("https://your-insurance.test/get-it-here/replace/API_V2/SEND_EVENT?id=[Call:InboundCallId]")),
		right(inJSON(`{"subject":"Your New Lead","text":"Your code is here","button":"Click Here","fields":[["CLICK_ID","PHONE_NUMBER"]],"attributes":[[{"key":"LEAD_SOURCE","value":"PHONE_CALL"},{"name":"CALLER_ID"}]]}`)),
		right(query("promo_code=SUMMER_SALE&status_code=NO_ANSWER&disposition=SET_APPOINTMENT&action=ENTER_CODE&cta=CLICK_HERE")),
		right(inURL("https://receiver.test/todo/placeholder.png?id=[Call:InboundCallId]")),
		right(inJSON(`{"html":"<b>","xml":"<lead>x</lead>","op":"a < b > c","kind":"PHONE_CALL","type":"CLICK_ID","mask":"x"}`)),
		right(inBody("application/xml", "<lead><id>[Call:InboundCallId]</id><kind>PHONE_CALL</kind></lead>")),
		right(query("xml=<lead><id>[Call:InboundCallId]</id></lead>")),
	}
}

func hostKinds() []kind {
	return []kind{
		wrong(inURL("https://[tag:User:sub].receiver.test/p"), "error token-in-host: [tag:User:sub]"),
		wrong(inURL("[tag:User:postback]"), "error token-in-host: [tag:User:postback]"),
		wrong(inURL("https://receiver.test:[tag:User:port]/p"), "error token-in-host: [tag:User:port]"),
		right(inURL("https://${env:RECEIVER_KEY}.receiver.test/p?id=[Call:InboundCallId]")),
		wrong(inURL("https://u:p@api.Example.org:8443/p"), "warning example-host: api.Example.org"),
		wrong(inURL("https://example.com"), "warning example-host: example.com"),
		right(inURL("https://myexample.com/p?next=https://example.com/")),
		right(inURL("https://tracker.example/p")),
	}
}

// authenticationKinds are mistakes in the requests that obtain a token.
func authenticationKinds() []kind {
	const pixel = "pixels:\n  - name: Sale\n    fire_on: converted\n    url: https://receiver.test/p?id=[Call:InboundCallId]\n    authentication: partner\n"
	oauth := func(url, id, secret string) string {
		return pixel + "authentications:\n  - name: partner\n    oauth2: {token_url: " + quoted(url) + ", client_id: " + quoted(id) + ", client_secret: " + quoted(secret) + "}\n"
	}
	request := func(url, key, body string) string {
		return pixel + "authentications:\n  - name: partner\n    request: {url: " + quoted(url) + ", headers: {X-Key: " + quoted(key) + "}, body: " + quoted(body) + ", token: /t}\n"
	}
	const url = "https://receiver.test/token"
	return []kind{
		right(oauth(url, "postback", "${env:PASSWORD}")),
		wrong(oauth("https://<tenant>.receiver.test/[callId]", "YOUR_CLIENT_ID", "{secret}"),
			"error leftover-placeholder: <tenant>", "error column-as-token: [callId]",
			"error leftover-placeholder: YOUR_CLIENT_ID", "error foreign-macro: {secret}"),
		right(request(url, "${env:API_KEY}", `{"scopes":[["events"]]}`)),
		wrong(request("https://api.example.com/token", "REPLACE_ME", `{"scopes":["events"],"by":"[Call:InboundCallID]"}`),
			"warning example-host: api.example.com", "error leftover-placeholder: REPLACE_ME",
			`error single-bracket: ["events"]`, "error unknown-token: [Call:InboundCallID]"),
	}
}
