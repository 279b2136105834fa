#include "ingest/word_lists.h"

namespace kith::ingest::lists {

const std::string_view kCountries = R"(Afghanistan||Afghan
Albania||Albanian
Algeria||Algerian
Andorra||Andorran
Angola||Angolan
Antigua and Barbuda|Antigua|Antiguan
Argentina||Argentine,Argentinian
Armenia||Armenian
Australia||Australian
Austria||Austrian
Azerbaijan||Azerbaijani,Azeri
Bahamas||Bahamian
Bahrain||Bahraini
Bangladesh||Bangladeshi
Barbados||Barbadian
Belarus||Belarusian
Belgium||Belgian
Belize||Belizean
Benin||Beninese
Bhutan||Bhutanese
Bolivia||Bolivian
Bosnia and Herzegovina|Bosnia|Bosnian
Botswana||Botswanan
Brazil||Brazilian
Brunei||Bruneian
Bulgaria||Bulgarian
Burkina Faso||Burkinabe
Burundi||Burundian
Cambodia||Cambodian
Cameroon||Cameroonian
Canada||Canadian
Cape Verde|Cabo Verde|Cape Verdean
Central African Republic|CAR|
Chad||Chadian
Chile||Chilean
China|People's Republic of China,PRC|Chinese
Colombia||Colombian
Comoros||Comorian
Costa Rica||Costa Rican
Croatia||Croatian,Croat
Cuba||Cuban
Cyprus||Cypriot
Czech Republic|Czechia|Czech
Democratic Republic of the Congo|Democratic Republic of Congo,DR Congo,DRC|Congolese
Denmark||Danish,Dane
Djibouti||Djiboutian
Dominica||
Dominican Republic||Dominican
East Timor|Timor-Leste|Timorese
Ecuador||Ecuadorian
Egypt||Egyptian
El Salvador||Salvadoran
England||English
Equatorial Guinea||Equatoguinean
Eritrea||Eritrean
Estonia||Estonian
Eswatini|Swaziland|Swazi
Ethiopia||Ethiopian
Fiji||Fijian
Finland||Finnish,Finn
France||French
Gabon||Gabonese
Gambia||Gambian
Georgia||Georgian
Germany||German
Ghana||Ghanaian
Greece||Greek
Greenland||Greenlandic
Grenada||Grenadian
Guatemala||Guatemalan
Guinea||Guinean
Guinea-Bissau||
Guyana||Guyanese
Haiti||Haitian
Honduras||Honduran
Hong Kong||
Hungary||Hungarian
Iceland||Icelandic
India||Indian
Indonesia||Indonesian
Iran|Islamic Republic of Iran|Iranian
Iraq||Iraqi
Ireland|Republic of Ireland|Irish
Israel||Israeli
Italy||Italian
Ivory Coast|Côte d'Ivoire|Ivorian
Jamaica||Jamaican
Japan||Japanese
Jordan||Jordanian
Kazakhstan||Kazakh
Kenya||Kenyan
Kiribati||
Kosovo||Kosovar,Kosovan
Kuwait||Kuwaiti
Kyrgyzstan||Kyrgyz
Laos||Laotian,Lao
Latvia||Latvian
Lebanon||Lebanese
Lesotho||Basotho
Liberia||Liberian
Libya||Libyan
Liechtenstein||
Lithuania||Lithuanian
Luxembourg||Luxembourgish
Macau|Macao|
Madagascar||Malagasy
Malawi||Malawian
Malaysia||Malaysian
Maldives||Maldivian
Mali||Malian
Malta||Maltese
Marshall Islands||Marshallese
Mauritania||Mauritanian
Mauritius||Mauritian
Mexico||Mexican
Micronesia||Micronesian
Moldova||Moldovan
Monaco||Monegasque
Mongolia||Mongolian
Montenegro||Montenegrin
Morocco||Moroccan
Mozambique||Mozambican
Myanmar|Burma|Burmese
Namibia||Namibian
Nauru||Nauruan
Nepal||Nepali,Nepalese
Netherlands|Holland|Dutch
New Zealand|NZ|
Nicaragua||Nicaraguan
Niger||Nigerien
Nigeria||Nigerian
North Korea|DPRK|North Korean
North Macedonia|Macedonia|Macedonian
Norway||Norwegian
Oman||Omani
Pakistan||Pakistani
Palau||Palauan
Palestine|Palestinian Territories|Palestinian
Panama||Panamanian
Papua New Guinea||
Paraguay||Paraguayan
Peru||Peruvian
Philippines||Philippine,Filipino
Poland||Polish
Portugal||Portuguese
Puerto Rico||Puerto Rican
Qatar||Qatari
Republic of the Congo||
Romania||Romanian
Russia|Russian Federation|Russian
Rwanda||Rwandan
Saint Kitts and Nevis|St. Kitts and Nevis|
Saint Lucia|St. Lucia|
Samoa||Samoan
San Marino||
Saudi Arabia||Saudi,Saudi Arabian
Scotland||Scottish
Senegal||Senegalese
Serbia||Serbian,Serb
Seychelles||Seychellois
Sierra Leone||Sierra Leonean
Singapore||Singaporean
Slovakia||Slovak
Slovenia||Slovenian,Slovene
Solomon Islands||
Somalia||Somali
South Africa||South African
South Korea|Republic of Korea|South Korean
South Sudan||South Sudanese
Soviet Union|USSR,U.S.S.R.|Soviet
Spain||Spanish
Sri Lanka||Sri Lankan
Sudan||Sudanese
Suriname||Surinamese
Sweden||Swedish,Swede
Switzerland||Swiss
Syria||Syrian
Taiwan||Taiwanese
Tajikistan||Tajik
Tanzania||Tanzanian
Thailand||Thai
Togo||Togolese
Tonga||Tongan
Trinidad and Tobago||Trinidadian
Tunisia||Tunisian
Turkey|Turkiye,Türkiye|Turkish
Turkmenistan||Turkmen
Tuvalu||
Uganda||Ugandan
Ukraine||Ukrainian
United Arab Emirates|UAE,U.A.E.|Emirati
United Kingdom|UK,U.K.,Great Britain,Britain|British,Briton
United States|United States of America,US,U.S.,U. S.,U.S,USA,U.S.A.,America|American
Uruguay||Uruguayan
Uzbekistan||Uzbek
Vanuatu||
Vatican City|Vatican,Holy See,Vatican City State|
Venezuela||Venezuelan
Vietnam||Vietnamese
Wales||Welsh
Yemen||Yemeni
Yugoslavia||Yugoslav
Zambia||Zambian
Zimbabwe||Zimbabwean)";

// Names that are also common surnames or first names stand here as places only; the text around them decides.
const std::string_view kCities =
    "Abu Dhabi|Abuja|Accra|Addis Ababa|Adelaide|Aleppo|Alexandria|Algiers|Almaty|Amman|Amsterdam|Ankara|Antwerp|Ashgabat|"
    "Astana|Asunción|Athens|Atlanta|Auckland|Baghdad|Baku|Bali|Baltimore|Bamako|Bangalore|Bangkok|Barcelona|Basel|Basra|"
    "Beijing|Beirut|Belfast|Belgrade|Benghazi|Berlin|Bern|Birmingham|Bogotá|Bonn|Bordeaux|Boston|Brasília|Bratislava|Brisbane|"
    "Brussels|Bucharest|Budapest|Buenos Aires|Bujumbura|Cairo|Calgary|Canberra|Cape Town|Caracas|Cardiff|Casablanca|Chennai|"
    "Chicago|Chisinau|Christchurch|Cleveland|Cologne|Colombo|Copenhagen|Dakar|Dallas|Damascus|Dar es Salaam|Delhi|New Delhi|"
    "Denver|Detroit|Dhaka|Doha|Donetsk|Dresden|Dubai|Dublin|Durban|Dushanbe|Düsseldorf|Edinburgh|Erbil|Florence|Frankfurt|"
    "Freetown|Gaborone|Gaza City|Geneva|Genoa|Glasgow|Guangzhou|Guantanamo Bay|The Hague|Hamburg|Hanoi|Harare|Havana|Helsinki|"
    "Herat|Hiroshima|Ho Chi Minh City|Honolulu|Houston|Hyderabad|Islamabad|Istanbul|Jakarta|Jeddah|Jerusalem|Johannesburg|Juba|"
    "Kabul|Kampala|Kandahar|Karachi|Kathmandu|Kharkiv|Khartoum|Kherson|Kiev|Kyiv|Kigali|Kingston|Kinshasa|Kolkata|"
    "Kuala Lumpur|Kyoto|Lagos|Lahore|La Paz|Las Vegas|Leeds|Lima|Lisbon|Liverpool|Ljubljana|London|Los Angeles|Luanda|Lusaka|"
    "Lviv|Lyon|Madrid|Malé|Managua|Manama|Manchester|Manila|Maputo|Mariupol|Marrakesh|Marseille|Mecca|Medina|Melbourne|"
    "Mexico City|Miami|Milan|Minneapolis|Minsk|Mogadishu|Monrovia|Montevideo|Montreal|Moscow|Mosul|Mumbai|Munich|Muscat|"
    "Nagasaki|Nairobi|Naples|New Orleans|New York|New York City|Nicosia|Odesa|Odessa|Osaka|Oslo|Ottawa|"
    "Oxford|Cambridge|Panama City|Paris|Perth|Philadelphia|Phnom Penh|Phoenix|Port-au-Prince|Port Moresby|Prague|Pretoria|"
    "Pristina|Pyongyang|Quebec City|Quito|Rabat|Rafah|Ramallah|Rangoon|Reykjavik|Riga|Rio de Janeiro|Riyadh|Rome|Rotterdam|"
    "Salt Lake City|San Diego|San Francisco|San Juan|San Salvador|Sana'a|Sanaa|Santiago|Santo Domingo|São Paulo|Sao Paulo|"
    "Sarajevo|Seattle|Seoul|Shanghai|Shenzhen|Skopje|Sochi|Sofia|Srebrenica|St. Louis|St. Petersburg|Saint Petersburg|"
    "Stockholm|Stuttgart|Sydney|Taipei|Tallinn|Tashkent|Tbilisi|Tegucigalpa|Tehran|Tel Aviv|Tirana|Tokyo|Toronto|Tripoli|Tunis|"
    "Turin|Ulaanbaatar|Utrecht|Valletta|Vancouver|Venice|Vienna|Vientiane|Vilnius|Vladivostok|Warsaw|Washington D.C.|"
    "Washington DC|Washington, D.C.|Washington, DC|Washington|Wellington|Windhoek|Winnipeg|Yangon|Yaoundé|Yerevan|Zagreb|Zaporizhzhia|Zurich|Zürich";

const std::string_view kRegions =
    "Africa|Asia|Europe|North America|South America|Latin America|Central America|Antarctica|Oceania|Middle East|Far East|"
    "Southeast Asia|South Asia|Central Asia|East Asia|West Africa|East Africa|North Africa|Western Europe|Eastern Europe|"
    "Sub-Saharan Africa|Scandinavia|Balkans|Caucasus|Caribbean|Mediterranean|Arctic|Atlantic|Pacific|Baltic|Gaza Strip|Gaza|"
    "West Bank|Golan Heights|Crimea|Donbas|Donbass|Chechnya|Kashmir|Tibet|Xinjiang|Kurdistan|Catalonia|Bavaria|Sicily|Sardinia|"
    "Normandy|Siberia|Darfur|Tigray|Northern Ireland|Ulster|Cornwall|Yorkshire|Ontario|Quebec|Alberta|British Columbia|"
    "Manitoba|Nova Scotia|Saskatchewan|New South Wales|Queensland|Tasmania|Alabama|Alaska|Arizona|Arkansas|California|Colorado|"
    "Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    "Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|North Carolina|"
    "North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|"
    "West Virginia|Wisconsin|Wyoming|Red Sea|Black Sea|Suez Canal|Panama Canal|English Channel|Persian Gulf|Bonaire|Aruba|"
    "Curaçao|Bermuda|Gibraltar|Guam|Okinawa|Java|Sumatra|Borneo|Punjab|Bengal|Sindh|Kerala|Gujarat|Manhattan|Brooklyn|Queens|"
    "Hollywood|Silicon Valley|Sahara|Sahel|Himalayas|Alps|Andes|Amazon Basin";

const std::string_view kOrganisations = R"(North Atlantic Treaty Organization|NATO,North Atlantic Treaty Organisation
United Nations|UN,U.N.
United Nations Security Council|UN Security Council,U.N. Security Council
European Union|EU,E.U.
European Commission|
European Parliament|
African Union|AU
Arab League|
World Health Organization|WHO,World Health Organisation
World Trade Organization|WTO
World Bank|
International Monetary Fund|IMF
International Criminal Court|ICC
International Court of Justice|ICJ
International Atomic Energy Agency|IAEA
International Olympic Committee|IOC
International Committee of the Red Cross|ICRC
Red Cross|
Red Crescent|
OPEC|
ASEAN|
BRICS|
Interpol|
Amnesty International|
Human Rights Watch|
Doctors Without Borders|
Hamas|
Hezbollah|
Taliban|
al-Qaeda|al-Qaida,Al Qaeda
Islamic State|ISIS,ISIL
Boko Haram|
al-Shabaab|
Houthis|
Fatah|
Central Intelligence Agency|CIA
Federal Bureau of Investigation|FBI
National Aeronautics and Space Administration|NASA
Pentagon|
Kremlin|
White House|
Downing Street|
Capitol Hill|
Congress|
Senate|
House of Representatives|
House of Commons|
House of Lords|
Supreme Court|
State Department|
Bundestag|
Knesset|
Duma|
Associated Press|AP
Reuters|
Agence France-Presse|AFP
British Broadcasting Corporation|BBC
Cable News Network|CNN
Al Jazeera|
New York Times|
Le Monde|
Le Figaro|
Der Spiegel|
Die Zeit|
El País|El Pais
La Repubblica|
Asahi Shimbun|
Daily Mail|
Daily Telegraph|
Sky News|
Fox News|
NBC News|
ABC News|
CBS News|
Bloomberg|
Xinhua|
TASS|
Yonhap|
Washington Post|
Wall Street Journal|
Financial Times|
Guardian|
Wikipedia|
Wikimedia Foundation|
Wikinews|
Twitter|
Facebook|
YouTube|
Google|
Microsoft|
Apple|
Amazon|
Instagram|
WhatsApp|
Boeing|
Airbus|
Toyota|
Volkswagen|
FIFA|
UEFA|
Greenpeace|
UNESCO|
UNICEF|
UNHCR|
Labour Party|
Conservative Party|
Democratic Party|
Republican Party|)";

}  // namespace kith::ingest::lists
